// The answers to a question, one button each.

import { Name } from "./bits.jsx";

/** @import { Part } from "./model" */

/** @param {Part<"texts">} props */
export function Choices({ choices, onPick, texts }) {
  return (
    <div class="options">
      {choices.map((choice) => (
        <button
          type="button"
          class="button option"
          key={choice.key}
          onClick={() => onPick(choice.key)}
        >
          {texts.message(choice.label)}
          {choice.preview && (
            <span class="preview">
              <Name>{texts.pasted(choice.preview)}</Name>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
