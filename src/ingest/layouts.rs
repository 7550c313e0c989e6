//! What each export looks like: its fields, what tells it from others, what a row needs, what names it.
//!
//! Adding an export adds rows here. Header words live in `headers.rs`, shared by all exports; a layout
//! adds only the words that mean something else in it ("Amount" is a face amount on the Promotions
//! page and a transaction's amount elsewhere).
//!
//! No real file of the Promotions page, of Ads Manager Transactions or of Business Center finance is
//! public: these layouts follow the platform's help pages and its API reference, in tolerant form.

use super::exports::{Export, Field};
use Field::*;

/// One known export.
#[derive(Debug)]
pub struct Layout {
    pub export: Export,
    /// Fields it may have, in any order.
    pub fields: &'static [Field],
    /// Words for fields that hold in this export only, ahead of the shared ones; in header form.
    pub words: &'static [(Field, &'static [&'static str])],
    /// The table is this export only if each group has at least one column.
    pub required: &'static [&'static [Field]],
    /// Fields that tell this export from the others.
    pub telling: &'static [Field],
    /// Headers that are no field of ours and yet tell this export; in header form.
    pub markers: &'static [&'static str],
    /// Whether at least one marker must be there.
    pub needs_marker: bool,
    /// A row is a record only if each group has at least one value.
    pub row_needs: &'static [&'static [Field]],
    /// R34: what identifies a record when the same list is pasted again; an exact id comes first.
    /// All other fields are values and may change.
    pub keys: &'static [Field],
}

const PROMOTION_FIELDS: &[Field] = &[
    CreditName,
    CreditType,
    FaceAmount,
    Requirements,
    Redeemed,
    ValidStart,
    ValidEnd,
    Unused,
    Used,
    PercentSpent,
    Status,
    RowLabels,
    Currency,
    AccountId,
    AccountName,
    Countries,
    AdProducts,
];

const PROMOTION_WORDS: &[(Field, &[&str])] = &[
    (FaceAmount, &["discount/amount", "discount", "amount", "total amount"]),
    (CreditType, &["type"]),
    (Unused, &["remaining", "remaining amount", "balance"]),
    (CreditName, &["name", "promotion", "promotion name"]),
    (ValidEnd, &["end date", "end time"]),
    (ValidStart, &["start date", "start time"]),
    (Redeemed, &["date"]),
];

const PROMOTION_REQUIRED: &[&[Field]] = &[&[CreditName], &[Unused, Used]];
const PROMOTION_TELLING: &[Field] =
    &[CreditName, Unused, Used, Redeemed, ValidEnd, PercentSpent, FaceAmount, CreditType];
const PROMOTION_ROW: &[&[Field]] =
    &[&[CreditName], &[FaceAmount, Unused, Used, ValidEnd, Redeemed]];
// R34: never used, unused or percent.
const PROMOTION_KEYS: &[Field] =
    &[CreditName, CreditType, FaceAmount, Redeemed, ValidStart, ValidEnd];

/// All layouts; where two fit equally well, the earlier one is taken.
pub const LAYOUTS: &[Layout] = &[
    Layout {
        export: Export::PromotionsAvailable,
        fields: PROMOTION_FIELDS,
        words: PROMOTION_WORDS,
        required: PROMOTION_REQUIRED,
        telling: PROMOTION_TELLING,
        markers: &[],
        needs_marker: false,
        row_needs: PROMOTION_ROW,
        keys: PROMOTION_KEYS,
    },
    Layout {
        export: Export::PromotionsEarning,
        fields: &[
            OfferName,
            QualifyingSpend,
            TargetSpend,
            Tiers,
            Reward,
            EarnedSoFar,
            WindowStart,
            WindowEnd,
            Status,
            RowLabels,
            Requirements,
            Currency,
            AccountId,
            AccountName,
        ],
        words: &[
            (OfferName, &["name", "promotion", "promotion name", "ad credit name", "coupon name"]),
            (WindowEnd, &["valid dates", "window", "end date", "period"]),
            (WindowStart, &["start date"]),
            (TargetSpend, &["target"]),
            (QualifyingSpend, &["spend so far", "progress", "spend", "spent"]),
        ],
        required: &[&[OfferName], &[QualifyingSpend, TargetSpend, Tiers]],
        telling: &[QualifyingSpend, TargetSpend, Tiers, Reward, EarnedSoFar, WindowEnd],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[OfferName], &[QualifyingSpend, TargetSpend, Tiers, Reward, EarnedSoFar]],
        keys: &[OfferName, WindowStart, WindowEnd],
    },
    Layout {
        export: Export::AssignmentLog,
        fields: &[
            Time,
            CreditName,
            CampaignName,
            CampaignId,
            LogAction,
            Actor,
            AccountId,
            AccountName,
            Zone,
        ],
        words: &[
            (LogAction, &["action", "operation", "event", "type", "status"]),
            (CreditName, &["credit", "ad credit", "coupon"]),
            (Time, &["date", "timestamp"]),
            (Actor, &["who", "by", "user", "account"]),
        ],
        required: &[&[Time], &[LogAction], &[CampaignName, CampaignId]],
        telling: &[LogAction, Actor, Time, CreditName],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[Time], &[LogAction], &[CampaignName, CampaignId]],
        keys: &[Time, CreditName, CampaignId, CampaignName, LogAction],
    },
    Layout {
        export: Export::Transactions,
        fields: &[
            TransactionId,
            Time,
            TransactionType,
            Amount,
            Tax,
            Subtotal,
            AmountSign,
            Currency,
            CampaignName,
            CampaignId,
            PaymentSource,
            CreditName,
            Status,
            AccountId,
            AccountName,
            Zone,
        ],
        words: &[
            (TransactionType, &["type"]),
            (CreditName, &["credit", "ad credit", "promotion", "promotion name", "coupon"]),
            (Time, &["date", "created"]),
            (TransactionId, &["id"]),
            (PaymentSource, &["source", "payment"]),
            (Amount, &["total", "total amount"]),
        ],
        required: &[&[Amount], &[Time], &[TransactionType, PaymentSource, TransactionId]],
        telling: &[TransactionId, TransactionType, PaymentSource, CreditName, CampaignName],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[Amount], &[Time]],
        keys: &[TransactionId, Time, TransactionType, Amount, CampaignId, CampaignName, CreditName],
    },
    Layout {
        export: Export::BusinessCenterTransactions,
        fields: &[
            TransactionId,
            AccountId,
            AccountName,
            BusinessCenterId,
            Amount,
            Subtotal,
            Tax,
            Currency,
            AmountSign,
            TransactionType,
            BillingType,
            Zone,
            Time,
            PaymentSource,
            Status,
        ],
        words: &[
            (TransactionType, &["type"]),
            (Time, &["date", "created"]),
            (Amount, &["total", "total amount"]),
        ],
        required: &[&[Amount], &[TransactionType], &[AccountId, AccountName], &[Time]],
        telling: &[
            TransactionId,
            AccountId,
            AccountName,
            AmountSign,
            BillingType,
            Subtotal,
            Tax,
            TransactionType,
        ],
        markers: &["invoice id", "serial number"],
        needs_marker: false,
        row_needs: &[&[Amount], &[TransactionType]],
        keys: &[TransactionId, Time, AccountId, AccountName, TransactionType, Amount],
    },
    Layout {
        export: Export::BusinessCenterCosts,
        fields: &[
            AccountId,
            AccountName,
            BusinessCenterId,
            Amount,
            CashCost,
            VoucherCost,
            Tax,
            Currency,
            Day,
        ],
        words: &[
            (CashCost, &["cash", "cash amount"]),
            (VoucherCost, &["ad credit", "ad credit amount", "grant amount", "voucher", "grant"]),
            (Amount, &["cost", "total cost", "total", "total amount"]),
        ],
        required: &[&[Amount], &[CashCost], &[VoucherCost], &[AccountId, AccountName]],
        telling: &[CashCost, VoucherCost, Tax, Amount, AccountId, AccountName],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[AccountId, AccountName], &[Amount, CashCost, VoucherCost]],
        keys: &[AccountId, AccountName, Day],
    },
    Layout {
        export: Export::PaymentManagement,
        fields: &[
            AccountId,
            AccountName,
            BusinessCenterId,
            AccountBalance,
            RemainingBalance,
            CashBalance,
            VoucherBalance,
            CreditLineBalance,
            BalanceAlert,
            Currency,
            Zone,
            PortfolioId,
            Tax,
            Status,
        ],
        words: &[
            (AccountName, &["name"]),
            (AccountId, &["id"]),
            (VoucherBalance, &["voucher", "ad credit", "ad credits", "credits"]),
            (CashBalance, &["cash"]),
        ],
        required: &[
            &[AccountId, AccountName, BusinessCenterId],
            &[CashBalance, VoucherBalance, AccountBalance, RemainingBalance],
        ],
        telling: &[AccountBalance, RemainingBalance, CashBalance, VoucherBalance, BalanceAlert],
        markers: &[],
        needs_marker: false,
        row_needs: &[
            &[AccountId, AccountName, BusinessCenterId],
            &[CashBalance, VoucherBalance, AccountBalance, RemainingBalance],
        ],
        keys: &[BusinessCenterId, AccountId, AccountName],
    },
    Layout {
        export: Export::ConnectorTable,
        fields: &[
            Day,
            AccountId,
            AccountName,
            Cost,
            CashCost,
            VoucherCost,
            AccountBalance,
            Zone,
            Currency,
            AdGroupId,
            AdGroupName,
            AdId,
            AdName,
            Breakdown,
            SecondBreakdown,
            ThirdBreakdown,
        ],
        words: &[(AccountBalance, &["balance"]), (AccountId, &["id"]), (AccountName, &["name"])],
        required: &[&[Day], &[CashCost, VoucherCost]],
        telling: &[Day, CashCost, VoucherCost, AccountBalance, Zone],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[Day], &[Cost, CashCost, VoucherCost]],
        keys: &[Day, AccountId, AccountName, AdId, AdGroupName, AdName, Breakdown],
    },
    Layout {
        export: Export::GmvMaxReport,
        fields: &[
            CampaignId,
            CampaignName,
            Cost,
            NetCost,
            Budget,
            Status,
            Currency,
            Day,
            AccountId,
            AccountName,
            AdGroupId,
            AdGroupName,
            AdId,
            AdName,
            Breakdown,
            SecondBreakdown,
            ThirdBreakdown,
        ],
        words: &[],
        required: &[&[CampaignName, CampaignId], &[Cost]],
        telling: &[CampaignId, NetCost],
        markers: &["roi protection", "roi", "current budget", "gross revenue", "target roi"],
        needs_marker: true,
        row_needs: &[&[CampaignName, CampaignId]],
        keys: &[Day, CampaignId, CampaignName, AdId, AdGroupName, AdName, Breakdown],
    },
    Layout {
        export: Export::CampaignReport,
        fields: &[
            CampaignName,
            CampaignId,
            Status,
            Budget,
            Cost,
            NetCost,
            CashCost,
            VoucherCost,
            Currency,
            Day,
            AccountId,
            AccountName,
            Zone,
            AdGroupId,
            AdGroupName,
            AdId,
            AdName,
            Breakdown,
            SecondBreakdown,
            ThirdBreakdown,
        ],
        words: &[],
        required: &[&[CampaignName, CampaignId, Day], &[Cost, NetCost]],
        telling: &[CampaignName, CampaignId, Cost, NetCost, Budget],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[CampaignName, CampaignId, Day]],
        keys: &[Day, CampaignId, CampaignName, AdId, AdGroupName, AdName, Breakdown],
    },
    Layout {
        export: Export::AdvertiserTransactions,
        fields: &[AccountId, AccountName, Amount, Currency, Time, FundsType, TransactionType, Zone],
        words: &[(TransactionType, &["transfer type"]), (Time, &["date"])],
        required: &[&[Amount], &[FundsType]],
        telling: &[FundsType, TransactionType, Amount, AccountId],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[Amount], &[Time]],
        keys: &[Time, AccountId, TransactionType, FundsType, Amount],
    },
    Layout {
        export: Export::AccountRegister,
        fields: &[
            AccountId,
            AccountName,
            Client,
            Owner,
            Currency,
            Zone,
            BillingSetup,
            BusinessCenterId,
            PortfolioId,
        ],
        words: &[(AccountId, &["id"]), (AccountName, &["name"])],
        required: &[&[AccountId, AccountName], &[Client, Owner, Zone, BillingSetup, Currency]],
        telling: &[Client, Owner, BillingSetup, Zone],
        markers: &[],
        needs_marker: false,
        row_needs: &[&[AccountId, AccountName]],
        keys: &[AccountId, AccountName],
    },
    Layout {
        export: Export::AssignPanel,
        fields: &[CreditName, CampaignName, CampaignId, Countries, AdProducts, Unused, Currency],
        words: &[(CampaignName, &["linked campaigns", "linked campaign", "assigned campaigns"])],
        required: &[&[CreditName], &[Countries, AdProducts], &[CampaignName, CampaignId]],
        telling: &[Countries, AdProducts, CampaignName],
        markers: &["linked campaigns"],
        needs_marker: false,
        row_needs: &[&[CreditName]],
        keys: &[CreditName, CampaignId, CampaignName],
    },
    Layout {
        export: Export::CouponCard,
        fields: &[
            OfferName,
            QualifyingSpend,
            TargetSpend,
            Tiers,
            Reward,
            EarnedSoFar,
            WindowStart,
            WindowEnd,
            Status,
            Currency,
        ],
        words: &[],
        required: &[&[OfferName], &[QualifyingSpend, TargetSpend, Tiers]],
        telling: &[QualifyingSpend, TargetSpend, Tiers, Reward, EarnedSoFar, WindowEnd],
        // Made by the panel reader alone: a pasted table never carries this header.
        markers: &["coupon card"],
        needs_marker: true,
        row_needs: &[&[OfferName]],
        keys: &[OfferName, WindowStart, WindowEnd],
    },
];

/// The layout of an export; `None` for those that are never read as a table (backup, declined ones).
pub fn layout(export: Export) -> Option<&'static Layout> {
    // R34: both tabs share their headers; what tells them apart is computed from dates and amounts.
    let export = match export {
        Export::PromotionsNotAvailable => Export::PromotionsAvailable,
        other => other,
    };
    LAYOUTS.iter().find(|layout| layout.export == export)
}

/// Whether `layout` reads `export`; the two tabs of credits share one.
pub fn is_of(layout: &Layout, export: Export) -> bool {
    self::layout(export).is_some_and(|l| l.export == layout.export)
}
