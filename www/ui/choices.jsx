// The answers to a question: the likeliest as buttons, of many the others behind one control.

import { Name, Select } from "./bits.jsx";

/** @import { ChoiceCard } from "../engine/types" */
/** @import { Part } from "./model" */

const SHOWN_FIRST = 3;

/** `more` are further answers that nobody is likely to give. @param {Part<"texts"> & { choices: ChoiceCard[], more?: ChoiceCard[], onPick: (key: string) => void }} props */
export function Choices({ choices, more = [], onPick, texts }) {
  // Behind a control there are two at least: to hide one helps nobody.
  const isShort = choices.length + more.length <= SHOWN_FIRST + 1;
  const shown = isShort ? [...choices, ...more] : choices.slice(0, SHOWN_FIRST);
  const others = isShort ? [] : [...choices.slice(SHOWN_FIRST), ...more];
  const told = ({ label, preview }) =>
    [texts.message(label), preview && texts.pasted(preview)].filter(Boolean).join(" · ");
  return (
    <div class="options">
      {shown.map((choice) => (
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
      {others.length > 0 && (
        <Select
          label={texts.say("page.choices.other")}
          value=""
          options={[
            ["", texts.say("page.choices.other")],
            // An answer may be the empty word.
            ...others.map((choice, i) => [`${i}`, told(choice)]),
          ]}
          onPick={(at) => at && onPick(others[Number(at)].key)}
        />
      )}
    </div>
  );
}
