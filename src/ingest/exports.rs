//! The exports we know, as data: which fields a table may have and what each is called (E1 to E17; E11, answers of the
//! platform's API, are some of these in another shape).
//!
//! Adding an export adds rows here and in `layouts`; what its rows say of an account is told in `account`.

use crate::problem::keyed;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Money,
    Text,
    Time,
    /// A percentage or a share.
    Share,
}

keyed! {
    term = "export.", where_to_copy = "where.";
    /// A known export. Catalogue keys are `export.<key>`, and `where.<key>` says where to copy it from.
    Export {
        /// E1: Promotions, tab Available.
        PromotionsAvailable = "promotions_available",
        /// E2: Promotions, tab Earning.
        PromotionsEarning = "promotions_earning",
        /// E3: Promotions, tab Not available.
        PromotionsNotAvailable = "promotions_not_available",
        /// E4.
        AssignmentLog = "assignment_log",
        /// E5: Ads Manager, Payments, Transactions.
        Transactions = "transactions",
        /// E6: Business Center, Transactions, Payments; API `bc/account/transaction/get`.
        BusinessCenterTransactions = "bc_transactions",
        /// E7: Business Center, Transactions, Costs; API `bc/account/cost/get`.
        BusinessCenterCosts = "bc_costs",
        /// E8: Business Center, Payment management; API `advertiser/balance/get`, `bc/balance/get`.
        PaymentManagement = "payment_management",
        /// E9; API report rows.
        CampaignReport = "campaign_report",
        /// E10.
        GmvMaxReport = "gmv_max_report",
        /// E12.
        ConnectorTable = "connector_table",
        /// API `advertiser/transaction/get`.
        AdvertiserTransactions = "advertiser_transactions",
        /// E13.
        Backup = "backup",
        /// E15.
        AccountRegister = "account_register",
        /// E16: panel copied as text.
        AssignPanel = "assign_panel",
        /// E17: card copied as text.
        CouponCard = "coupon_card",
        /// E14: `ExportAds_V2_*`, declined with a reason.
        AdSettings = "ad_settings",
    }
}

keyed! {
    term = "field.";
    /// A field of a record. Its kind is fixed ([`Field::kind`]), whichever export it is in.
    Field {
        // Credits (R2) and their log
        CreditName = "credit_name",
        CreditType = "credit_type",
        FaceAmount = "face_amount",
        Requirements = "requirements",
        Redeemed = "redeemed",
        /// "Valid dates" yields both ends; a stated end counts to the end of its last unit (R15).
        ValidStart = "valid_start",
        ValidEnd = "valid_end",
        Unused = "unused",
        Used = "used",
        PercentSpent = "percent_spent",
        Status = "status",
        /// Labels found in any other cell of the row, such as Suspended, View/Assign, Appeal (R5).
        RowLabels = "row_labels",
        LogAction = "log_action",
        Actor = "actor",
        Countries = "countries",
        AdProducts = "ad_products",
        // Earning (E2, E17)
        OfferName = "offer_name",
        QualifyingSpend = "qualifying_spend",
        TargetSpend = "target_spend",
        /// Several tiers in one cell, kept as text: `Spend 100 get 50; spend 300 get 200`.
        Tiers = "tiers",
        Reward = "reward",
        EarnedSoFar = "earned_so_far",
        WindowStart = "window_start",
        WindowEnd = "window_end",
        // Transactions
        TransactionId = "transaction_id",
        Time = "time",
        TransactionType = "transaction_type",
        Amount = "amount",
        Subtotal = "subtotal",
        Tax = "tax",
        /// POSITIVE, NEGATIVE or OTHER (R26).
        AmountSign = "amount_sign",
        PaymentSource = "payment_source",
        BillingType = "billing_type",
        FundsType = "funds_type",
        // Who and where
        AccountId = "account_id",
        AccountName = "account_name",
        BusinessCenterId = "bc_id",
        CampaignId = "campaign_id",
        CampaignName = "campaign_name",
        AdGroupId = "ad_group_id",
        AdGroupName = "ad_group_name",
        AdId = "ad_id",
        AdName = "ad_name",
        /// What else a report is broken down by: country, placement, age.
        Breakdown = "breakdown",
        SecondBreakdown = "breakdown_2",
        ThirdBreakdown = "breakdown_3",
        Currency = "currency",
        Zone = "zone",
        Client = "client",
        Owner = "owner",
        BillingSetup = "billing_setup",
        PortfolioId = "portfolio_id",
        // Reports
        Day = "day",
        Cost = "cost",
        NetCost = "net_cost",
        CashCost = "cash_cost",
        VoucherCost = "voucher_cost",
        Budget = "budget",
        // Balances (E8)
        AccountBalance = "account_balance",
        RemainingBalance = "remaining_balance",
        CashBalance = "cash_balance",
        VoucherBalance = "voucher_balance",
        CreditLineBalance = "credit_line_balance",
        BalanceAlert = "balance_alert",
    }
}

impl Field {
    /// The columns a report may be broken down by, from the left.
    pub const BREAKDOWNS: [Field; 3] =
        [Field::Breakdown, Field::SecondBreakdown, Field::ThirdBreakdown];

    pub const fn kind(self) -> Kind {
        use Field::*;
        match self {
            FaceAmount | Unused | Used | QualifyingSpend | TargetSpend | Reward | EarnedSoFar
            | Amount | Subtotal | Tax | Cost | NetCost | CashCost | VoucherCost | Budget
            | AccountBalance | RemainingBalance | CashBalance | VoucherBalance
            | CreditLineBalance | BalanceAlert => Kind::Money,
            Redeemed | ValidStart | ValidEnd | WindowStart | WindowEnd | Time | Day => Kind::Time,
            PercentSpent => Kind::Share,
            _ => Kind::Text,
        }
    }

    /// Whether a total row adds this field up.
    pub const fn adds_up(self) -> bool {
        matches!(
            self,
            Field::FaceAmount
                | Field::Unused
                | Field::Used
                | Field::Amount
                | Field::Subtotal
                | Field::Tax
                | Field::Cost
                | Field::NetCost
                | Field::CashCost
                | Field::VoucherCost
                | Field::AccountBalance
                | Field::RemainingBalance
                | Field::CashBalance
                | Field::VoucherBalance
                | Field::QualifyingSpend
                | Field::EarnedSoFar
        )
    }

    /// Whether a row whose cell of this field cannot be read is still worth keeping, with the field
    /// absent and a doubt: nothing that is added up depends on it, or it is the sum of others.
    pub const fn may_be_unreadable(self) -> bool {
        matches!(
            self,
            Field::FaceAmount
                | Field::Budget
                | Field::BalanceAlert
                | Field::AccountBalance
                | Field::RemainingBalance
                | Field::PercentSpent
                | Field::Redeemed
                | Field::ValidStart
                | Field::ValidEnd
                | Field::WindowStart
                | Field::WindowEnd
                | Field::TargetSpend
                | Field::Reward
        )
    }

    /// R30: ids are text of digits and never numbers.
    pub const fn is_id(self) -> bool {
        matches!(
            self,
            Field::TransactionId
                | Field::AccountId
                | Field::CampaignId
                | Field::AdGroupId
                | Field::AdId
                | Field::BusinessCenterId
                | Field::PortfolioId
        )
    }

    /// The field that holds the start, where a cell of this field may hold a whole range.
    pub const fn range_start(self) -> Option<Field> {
        match self {
            Field::ValidEnd => Some(Field::ValidStart),
            Field::WindowEnd => Some(Field::WindowStart),
            _ => None,
        }
    }

    /// The field that an id inside a name's cell belongs to: `Nord · Shop EU (7123456789012345678)`.
    pub const fn id_beside(self) -> Option<Field> {
        match self {
            Field::AccountName => Some(Field::AccountId),
            Field::CampaignName => Some(Field::CampaignId),
            _ => None,
        }
    }

    /// The field of what else a cell may hold: the id beside a name, the name beside an account's id.
    pub const fn beside(self) -> Option<Field> {
        match self {
            Field::AccountId => Some(Field::AccountName),
            _ => self.id_beside(),
        }
    }
}
