// "Where do I copy this?": one card per export. The way there is `where.<export>`, the rest are its parts.

/** @import { Export } from "../engine/types" */
/** @import { Part } from "./model" */

/** Which parts a card has; the words are `where.<export>` and `where.<export>.<part>`. @type {Partial<Record<Export, string[]>>} */
const CARDS = {
  promotions_available: ["need", "all"],
  promotions_earning: ["need"],
  promotions_not_available: ["need", "all"],
  assignment_log: ["need"],
  assign_panel: ["need"],
  transactions: ["need", "all"],
  campaign_report: ["need", "all", "schedule"],
  gmv_max_report: ["need", "schedule"],
  payment_management: ["need", "all"],
  bc_transactions: ["need"],
  bc_costs: ["need"],
  coupon_card: ["need"],
  account_register: ["need"],
};

const HELP = "https://ads.tiktok.com/help/article/";
const LINKS = {
  promotions_available: "how-to-use-the-promotions-page-in-tiktok-ads-manager",
  promotions_earning: "how-to-use-the-promotions-page-in-tiktok-ads-manager",
  promotions_not_available: "about-ad-credits-types-for-managed-accounts",
  assignment_log: "how-to-allocate-assignable-coupons-to-campaigns",
  assign_panel: "how-to-allocate-assignable-coupons-to-campaigns",
  coupon_card: "how-to-manage-coupon-programs",
};

export const SUPPORT = `${HELP}contact-tiktok-business-support`;

/** @param {string | null | undefined} name of an export */
export const hasCard = (name) => name != null && Object.hasOwn(CARDS, name);

/** @param {Part<"texts"> & { name: string }} props */
export function WhereCard({ name, texts }) {
  const parts = CARDS[name];
  if (!parts) return null;
  return (
    <article class="where">
      <h3>{texts.say(`export.${name}`)}</h3>
      <p class="path">{texts.say(`where.${name}`)}</p>
      <dl>
        {parts.map((part) => (
          <div key={part}>
            <dt>{texts.say(`page.where.${part}`)}</dt>
            <dd>{texts.say(`where.${name}.${part}`)}</dd>
          </div>
        ))}
      </dl>
      {LINKS[name] && (
        <HelpLink
          to={HELP + LINKS[name]}
          text={texts.say("page.where.help")}
          about={texts.say(`export.${name}`)}
          texts={texts}
        />
      )}
    </article>
  );
}

/** Leaves the page only when pressed; says nothing about where it came from. @param {Part<"texts"> & { to: string, text: string, about?: string }} props */
export function HelpLink({ to, text, about, texts }) {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {text}
      <span class="unseen">
        {about && ` (${about})`} {texts.say("page.newTab")}
      </span>
    </a>
  );
}

/** @param {Part<"texts"> & { names?: string[] }} props */
export function WhereAll({ texts, names = Object.keys(CARDS) }) {
  return (
    <div class="where-cards">
      {names.map((name) => (
        <WhereCard key={name} name={name} texts={texts} />
      ))}
    </div>
  );
}
