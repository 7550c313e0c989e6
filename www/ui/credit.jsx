// A credit, opened in place: how it burns down, what it may pay, who draws it, its log, the sums behind it.

import { useEffect, useRef } from "preact/hooks";
import { Amount, Heading, Name, Said, Select, Sentences, Time } from "./bits.jsx";
import { BurnDown } from "./charts.jsx";
import { useAnswer } from "./hooks.js";
import { Limits } from "./limits.jsx";
import { Plan } from "./plan.jsx";

/** @import { CreditDetail, CreditRow, Message } from "../engine/types" */
/** @import { Part, Shell, Show } from "./model" */

/** @param {Show & { row: CreditRow }} shell */
export function CreditDetail(shell) {
  const { row, actions, model, texts, opened } = shell;
  const { value: detail, failed } = useAnswer(
    () => actions.credit(row.account, row.key),
    `${row.account} ${row.key} ${model.revision}`,
  );
  const parts = {
    assign: useRef(/** @type {any} */ (null)),
    log: useRef(/** @type {any} */ (null)),
  };
  useEffect(() => {
    if (detail && opened?.part) parts[opened.part].current?.focus();
  }, [detail !== null, opened]);
  if (failed) return <p class="muted">{texts.say("page.detail.failed")}</p>;
  if (!detail) return <p class="muted">{texts.say("page.loading")}</p>;
  const links = detail.row.isAssignable || detail.assignments.length > 0;
  return (
    <>
      <div>
        <section>
          <Standing row={detail.row} texts={texts} />
          <BurnDown detail={detail} now={model.view.now} texts={texts} />
        </section>
        <Figures {...shell} detail={detail} />
      </div>
      <div>
        {detail.explanation.length > 0 && (
          <section>
            <Heading>{texts.say("page.explain")}</Heading>
            <Sentences list={detail.explanation} texts={texts} />
          </section>
        )}
        <section>
          {links && (
            <Heading at={parts.assign} tabIndex={-1}>
              {texts.say("page.assign")}
            </Heading>
          )}
          <Assigned detail={detail} texts={texts} links={links} />
        </section>
        <Plan detail={detail} texts={texts} />
        {(links || detail.log.length > 0) && (
          <section>
            <Heading at={parts.log} tabIndex={-1}>
              {texts.say("page.log")}
            </Heading>
            <Log detail={detail} texts={texts} />
          </section>
        )}
        {detail.row.tab !== "notAvailable" && <Told {...shell} detail={detail} />}
        {detail.row.tab !== "notAvailable" && (
          <section>
            <Heading>{texts.say("page.thresholds")}</Heading>
            <Limits
              where={{ account: row.account, credit: row.key }}
              model={model}
              actions={actions}
              texts={texts}
            />
          </section>
        )}
      </div>
    </>
  );
}

/** How it is with it, how long it lasts and who draws it. @param {Part<"texts"> & { row: CreditRow }} props */
function Standing({ row, texts }) {
  /** @type {[key: string, message: Message | null][]} */
  const facts = [
    ["state", row.stateMessage],
    ["runsOut", row.runsOutMessage],
    ["drawnBy", row.drawnBy],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([key, message]) =>
          message && (
            <div key={key}>
              <dt>{texts.say(`page.column.${key}`)}</dt>
              <dd>
                <Said message={message} texts={texts} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** @param {Part<"texts"> & { detail: CreditDetail, links?: boolean }} props */
function Assigned({ detail, texts, links }) {
  const facts = [
    ["countries", detail.countries],
    ["adProducts", detail.adProducts],
    ["requirements", detail.row.requirements],
    ["validUntil", detail.validText],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([key, value]) => (
          <div key={key}>
            <dt>{texts.say(`page.column.${key}`)}</dt>
            <dd>
              {value ? (
                <Name>{value}</Name>
              ) : (
                <span class="unknown">{texts.say("page.notStated")}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {links && detail.assignments.length === 0 && (
        <p class="muted">{texts.say("page.assign.none")}</p>
      )}
      {detail.assignments.length > 0 && (
        <ul class="names">
          {detail.assignments.map((one, i) => (
            <li key={i}>
              <Name>{one.campaign ?? one.campaignId}</Name>
              {one.since && (
                <span class="muted">
                  {" "}
                  {texts.say("page.since.when")} <Time when={one.since} texts={texts} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** R6, R39: what exports leave out, said by hand. @param {Part<"actions" | "model" | "texts"> & { row: CreditRow, detail: CreditDetail }} props */
function Told({ row, detail, actions, model, texts }) {
  const { fromBusinessCenter } = model.options.credits[row.key] ?? {};
  const choice = (place, label, value) => (
    <Select
      key={place.join(" ")}
      hideLabel={false}
      label={label}
      value={value == null ? "" : String(value)}
      disabled={model.settings.readOnly}
      options={["", "true", "false"].map((key) => [key, texts.say(`page.told.${key || "open"}`)])}
      onPick={(key) => actions.setCredit(row.key, place, key ? key === "true" : undefined)}
    />
  );
  return (
    <section>
      <Heading>{texts.say("page.told")}</Heading>
      <div class="fields">
        {choice(["fromBusinessCenter"], texts.say("page.told.center"), fromBusinessCenter)}
        {detail.openCampaigns.map(({ key, name, mayBePaid }) =>
          choice(
            ["eligibleCampaigns", key],
            texts.say("page.told.campaign", { campaign: name }),
            mayBePaid,
          ),
        )}
      </div>
    </section>
  );
}

/** @param {Part<"texts"> & { detail: CreditDetail }} props */
function Log({ detail, texts }) {
  if (!detail.log.length) return <p class="muted">{texts.say("page.log.none")}</p>;
  return (
    <div class="fold">
      <table class="plain log">
        <thead>
          <tr>
            {["time", "campaign", "action", "actor"].map((key) => (
              <th scope="col" key={key}>
                {texts.say(`page.column.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {detail.log.map((one, i) => (
            <tr key={i}>
              <td>
                <Time when={one.time} texts={texts} />
              </td>
              <td>
                <Name>{one.campaign ?? one.campaignId ?? "–"}</Name>
              </td>
              <td>{texts.say(one.isAssigned ? "page.log.assigned" : "page.log.unassigned")}</td>
              <td>
                <Name>{one.actor ?? "–"}</Name>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Every figure with the row it comes from; the row's import opens from here. @param {Part<"actions" | "texts"> & { detail: CreditDetail }} props */
function Figures({ detail, actions, texts }) {
  if (!detail.figures.length) return null;
  return (
    <section>
      <Heading>{texts.say("page.figures")}</Heading>
      <div class="fold">
        <table class="plain figures">
          <tbody>
            {detail.figures.map((figure, i) => (
              <tr key={i}>
                <th scope="row">{texts.message(figure.label)}</th>
                <td class="num">
                  <Amount value={figure.amount} currency={detail.row.currency} texts={texts} />
                </td>
                <td class="muted">{figure.asOf && <Time when={figure.asOf} texts={texts} />}</td>
                <td>
                  {figure.import && (
                    <button
                      type="button"
                      class="link"
                      onClick={() =>
                        actions.openImport(figure.import, {
                          of: detail.row.name,
                          currency: detail.row.currency,
                          ...figure,
                        })
                      }
                    >
                      <Name>{figure.importName ?? figure.import}</Name>
                      {figure.line !== null &&
                        ` · ${texts.say("page.line", { line: figure.line })}`}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
