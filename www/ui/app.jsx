// The whole page as a function of the model. What a person asks for goes to the actions; what is kept
// here is only which panel is open.

import { useState } from "preact/hooks";
import { Band } from "./band.jsx";
import { Name, Opener, Panel } from "./bits.jsx";
import { Compact } from "./compact.jsx";
import { Diagnosis } from "./diagnosis.jsx";
import { Empty } from "./empty.jsx";
import { Erase } from "./erase.jsx";
import { Files } from "./files.jsx";
import { useDoubleClicks, useFocusKept } from "./focus.js";
import { Header } from "./header.jsx";
import { useWidth } from "./hooks.js";
import { History, ImportPanel } from "./imports.jsx";
import { Failed, Notices, Reading, Starting } from "./notices.jsx";
import { Opened } from "./opened.jsx";
import { Settings } from "./settings.jsx";
import { SpendBySource } from "./spend.jsx";
import { Tabs } from "./tabs.jsx";
import { Today } from "./today.jsx";
import { WhatIf } from "./what-if.jsx";
import { WhereAll } from "./where.jsx";

/** @import { Part, Shell } from "./model" */

/** Exports of a Business Center. */
const OF_CENTERS = ["payment_management", "bc_transactions", "bc_costs"];

/** Below this width (px at the planned size of text) rows become cards; 400 % zoom of a 1280 px window is 320. */
const NARROW = 700;
/** Left and right of what the page shows. */
const EDGES = 40;

/** @param {{ model: import("./model").Model, actions: import("./model").Actions, texts: import("./model").Texts }} shell */
export function App(shell) {
  const { model, texts } = shell;
  const shown = /** @type {Shell} */ (shell);
  const [root, width] = useWidth();
  const narrow = width > 0 && width < NARROW;
  useFocusKept(root);
  useDoubleClicks(root);
  return (
    <div
      ref={root}
      // A click anywhere inside makes Ctrl+V ours; the Tab key passes by.
      tabIndex={-1}
      part="root"
      class={`root ${narrow ? "narrow" : "wide"} ${model.settings.compact ? "compact" : ""}`}
      dir={texts.direction}
      lang={texts.language}
      data-theme={model.settings.theme}
    >
      <p role="status" class="unseen">
        {model.announcement && (
          <span key={model.announcement.id}>{texts.message(model.announcement.message)}</span>
        )}
      </p>
      <slot name="header" />
      <Content {...shown} narrow={narrow} room={width - EDGES} />
      <slot name="footer" />
      {model.isDropping && !model.settings.readOnly && <DropHint texts={texts} />}
    </div>
  );
}

/** While a file is held over the page; nothing for a screen reader, which holds none. @param {Part<"texts">} props */
function DropHint({ texts }) {
  return (
    <div class="drop" aria-hidden="true">
      <p>
        <b>{texts.say("page.drop")}</b>
        <span>{texts.say("page.drop.what")}</span>
        <span class="promise">{texts.say("page.promise")}</span>
      </p>
    </div>
  );
}

/** @param {Shell & { narrow: boolean, room: number }} shell */
function Content(shell) {
  const { model } = shell;
  if (model.phase === "failed") return <Failed {...shell} />;
  if (model.settings.compact) return <Compact {...shell} />;
  if (model.phase === "starting" && !model.view && !model.isNew) return <Starting {...shell} />;
  return <Page {...shell} />;
}

/** @param {Shell & { narrow: boolean, room: number }} shell */
function Page(shell) {
  const { model, texts } = shell;
  const [panel, setPanel] = useState(/** @type {string | null} */ (null));
  const show = { ...shell, panel, openPanel: setPanel };
  const close = () => setPanel(null);
  const imported = model.view?.imports.find((one) => one.id === model.openImport);
  const isEmpty = model.isEmpty || !model.view;
  return (
    <>
      {(!isEmpty || panel || model.reading.length > 0) && <Header {...show} />}
      <Notices {...show} />
      {(model.reading.length > 0 || model.isAnswering) && <Reading {...show} />}
      {model.opened && <Opened {...show} backup={model.opened} />}
      {imported && <ImportPanel {...show} card={imported} />}
      {panel === "erase" && (
        <div class="notice">
          <Erase {...show} asks onDone={close} />
        </div>
      )}
      {panel === "settings" && <Settings {...show} onClose={close} />}
      {panel === "history" && <History {...show} onClose={close} />}
      {panel === "whatIf" && !isEmpty && <WhatIf {...show} onClose={close} />}
      {panel === "files" && <Files {...show} onClose={close} />}
      {panel === "where" && (
        <Panel title={texts.say("page.where.title")} onClose={close} texts={texts}>
          <WhereAll texts={texts} />
        </Panel>
      )}
      {isEmpty ? (
        model.reading.length === 0 && !panel && <Empty {...show} />
      ) : (
        <>
          <Today {...show} />
          <Band {...show} />
          <BusinessCenters {...show} />
          <div class="asides">
            <SpendBySource {...show} />
            <Diagnosis {...show} />
          </div>
          <Tabs {...show} key="tabs" />
          <footer class="promise">
            {texts.say("page.promise")}{" "}
            {!model.settings.readOnly && <Erase {...show} className="link" />}
          </footer>
        </>
      )}
    </>
  );
}

/** Do the parts of a Business Center add up to its total? One sentence each. @param {Part<"model" | "texts">} props */
function BusinessCenters({ model, texts }) {
  const [where, setWhere] = useState(false);
  const centers = model.view.businessCenters;
  if (!centers.length) return null;
  return (
    <section class="centers" aria-label={texts.say("page.centers")}>
      <h2>{texts.say("page.centers")}</h2>
      <ul>
        {centers.map((center) => (
          <li key={center.key}>
            <Name>{center.key}</Name>
            <span>{texts.message(center.message)}</span>
            <span class="muted">
              {texts.say("page.centers.accounts", { count: center.accountCount })}
            </span>
          </li>
        ))}
      </ul>
      <Opener open={where} onToggle={setWhere}>
        {texts.say("page.where")}
      </Opener>
      {where && <WhereAll texts={texts} names={OF_CENTERS} />}
    </section>
  );
}
