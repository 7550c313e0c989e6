// The platform's three tabs, and ours. APG tabs: one stop in the tab order, arrows move and select.

import { useRef } from "preact/hooks";
import { everyAccount, ownAccounts } from "./bits.jsx";
import { COLUMNS } from "./columns.jsx";
import { Table } from "./table.jsx";

/** @import { Shell } from "./model" */

function tabsOf(model) {
  const { counts } = model.view;
  const tabs = [
    ["available", counts.available],
    ["earning", counts.earning],
    ["notAvailable", counts.notAvailable],
    ["transactions", counts.transactions],
    ["reconcile", counts.unexplained || counts.reconcile],
  ];
  if (ownAccounts(everyAccount(model)).length > 1) tabs.push(["accounts", counts.accounts]);
  return tabs;
}

/** @param {Shell & { narrow: boolean, room: number }} shell */
export function Tabs(shell) {
  const { model, actions, texts } = shell;
  const list = useRef(/** @type {any} */ (null));
  const tabs = tabsOf(model);
  const names = tabs.map(([name]) => name);
  const chosen = names.includes(model.tab) ? model.tab : "available";
  // What was searched, filtered and sorted in a tab is still so when one comes back to it.
  const choices = useRef(/** @type {Record<string, Record<string, unknown>>} */ ({}));
  choices.current[chosen] ??= {};
  const go = (name) => {
    actions.setTab(name);
    list.current.querySelector(`#tab-${name}`)?.focus();
  };
  const onKeyDown = (event) => {
    const forward = texts.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = texts.direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const at = names.indexOf(chosen);
    const to = {
      [forward]: (at + 1) % names.length,
      [backward]: (at + names.length - 1) % names.length,
      Home: 0,
      End: names.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(names[to]);
  };
  return (
    <section class="tabs" part="tabs" aria-label={texts.say("page.tables")}>
      <h2 class="unseen">{texts.say("page.tables")}</h2>
      <div role="tablist" aria-label={texts.say("page.tables")} ref={list} onKeyDown={onKeyDown}>
        {tabs.map(([name, count]) => (
          <button
            type="button"
            role="tab"
            id={`tab-${name}`}
            key={name}
            aria-selected={name === chosen}
            aria-controls="tabpanel"
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => actions.setTab(name)}
          >
            {texts.say(`page.tab.${name}`)} <span class="count">{texts.number(count)}</span>
            {name === "reconcile" && model.view.counts.unexplained > 0 && (
              <span class="alarm">
                <span aria-hidden="true">!</span>
                <span class="unseen">{texts.say("page.tab.unexplained")}</span>
              </span>
            )}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tabpanel" aria-labelledby={`tab-${chosen}`}>
        <Table
          {...shell}
          key={chosen}
          name={chosen}
          columns={COLUMNS[chosen]}
          kept={choices.current[chosen]}
        />
      </div>
    </section>
  );
}
