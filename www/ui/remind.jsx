// Reminders while the page is open, for whoever wants them.

/** The browser asks only upon a click, and only once. */
function askPermission() {
  const { Notification } = globalThis;
  return Notification?.permission === "default"
    ? Notification.requestPermission().catch(() => {})
    : Promise.resolve();
}

/** @param {any} props */
export function Remind({ model, actions, texts }) {
  const choose = (notify) => {
    if (notify) void askPermission();
    actions.setSettings({ notify });
  };
  return (
    <fieldset>
      <legend>{texts.say("remind.title")}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={model.settings.notify}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
        {texts.say("remind.open")}
      </label>
      <p class="muted">{texts.say("remind.hint")}</p>
    </fieldset>
  );
}
