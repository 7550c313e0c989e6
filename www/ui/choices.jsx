// The answers to a question, one button each.

import { Name } from "./bits.jsx";

/** @param {any} props */
export function Choices({ choices, disabled, onPick, texts }) {
  return (
    <div class="options">
      {choices.map((choice) => (
        <button
          type="button"
          class="button option"
          key={choice.key}
          disabled={disabled}
          onClick={() => onPick(choice.key)}
        >
          {texts.message(choice.label)}
          {choice.preview && (
            <span class="preview">
              <Name>{choice.preview}</Name>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
