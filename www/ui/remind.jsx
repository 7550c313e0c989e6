// Reminders while the page is open, for whoever wants them.

import { useState } from "preact/hooks";

/** @import { Shell } from "./model" */

/** `denied` also where the browser has none. */
const permission = () => globalThis.Notification?.permission ?? "denied";

/** @param {Shell} props */
export function Remind({ model, actions, texts }) {
  const { notify } = model.settings;
  const [allowed, setAllowed] = useState(permission());
  const choose = async (wanted) => {
    actions.setSettings({ notify: wanted });
    // The browser asks only upon a click, and only once.
    if (wanted && permission() === "default")
      await Notification.requestPermission().catch(() => {});
    setAllowed(permission());
  };
  return (
    <fieldset>
      <legend>{texts.say("remind.title")}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={notify}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
        {texts.say("remind.open")}
      </label>
      {notify && allowed === "denied" && <p class="older">{texts.say("remind.denied")}</p>}
      <p class="muted">{texts.say("remind.hint")}</p>
    </fieldset>
  );
}
