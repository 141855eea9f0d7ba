//! The journal: the one place where anything about money is written down, and how.
use super::{model::Method, periods};
use crate::{
    agencies,
    chain::{self, Head},
    days,
    db::Change,
    on,
    problem::{Code, Facts, Problem},
    statements,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

statements! {
    ENSURE = "INSERT INTO cash_heads (agency_id, seq, hash, number, open_day) VALUES ($1, 0, $2, 0, NULL) \
        ON CONFLICT (agency_id) DO NOTHING";
    CLOSED = "SELECT MAX(day) FROM cash_journal WHERE agency_id = $1 AND kind = 'jour'";
    LOCK = "UPDATE cash_heads SET seq = seq WHERE agency_id = $1 RETURNING seq, hash, number, open_day";
    MOVE = "UPDATE cash_heads SET seq = $2, hash = $3, number = $4, open_day = $5 WHERE agency_id = $1";
    APPEND = "INSERT INTO cash_journal (id, agency_id, seq, kind, at, day, number, till_id, operateur, amount_minor, currency, \
        method, reference, tariff_id, session_id, batch_id, visitor_id, reverses, details, prev_hash, hash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
}

/// A day this much later than the last entry's is more likely a clock that is wrong than a shop that was closed: somebody
/// says that it is that day.
const LEAP_DAYS: i64 = 7;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Opening,
    Sale,
    Reversal,
    Closing,
    Day,
    Month,
    Year,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "ouverture",
            Self::Sale => "vente",
            Self::Reversal => "annulation",
            Self::Closing => "fermeture",
            Self::Day => "jour",
            Self::Month => "mois",
            Self::Year => "annee",
        }
    }

    const fn is_numbered(self) -> bool {
        matches!(self, Self::Sale | Self::Reversal)
    }
}

/// What is to be written down.
#[derive(Debug)]
pub(super) struct Entry {
    pub kind: Kind,
    pub till_id: Option<Uuid>,
    pub operateur: Option<Uuid>,
    pub money: Option<Money>,
    pub subject: Subject,
    pub reverses: Option<Uuid>,
    pub details: String,
}

/// An amount, and how it was paid.
#[derive(Debug, Clone)]
pub(super) struct Money {
    pub amount_minor: i64,
    pub currency: String,
    pub method: Method,
    pub reference: Option<String>,
}

/// What was paid for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject {
    /// The tariff.
    pub tariff_id: Option<Uuid>,
    /// The session.
    pub session_id: Option<Uuid>,
    /// The batch of passes.
    pub batch_id: Option<Uuid>,
    /// The visitor.
    pub visitor_id: Option<Uuid>,
}

/// A row as it is stored and archived. Its texts are hashed as they stand.
#[derive(Debug, Clone, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Row {
    pub id: Uuid,
    pub agency_id: Uuid,
    pub seq: i64,
    pub kind: String,
    pub at: i64,
    pub day: String,
    pub number: Option<i64>,
    pub till_id: Option<Uuid>,
    pub operateur: Option<Uuid>,
    pub amount_minor: Option<i64>,
    pub currency: Option<String>,
    pub method: Option<String>,
    pub reference: Option<String>,
    pub tariff_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub batch_id: Option<Uuid>,
    pub visitor_id: Option<Uuid>,
    pub reverses: Option<Uuid>,
    pub details: String,
    #[serde(with = "chain::hexadecimal")]
    pub prev_hash: Vec<u8>,
    #[serde(with = "chain::hexadecimal")]
    pub hash: Vec<u8>,
}

impl Row {
    /// The hash it must have.
    pub fn expected_hash(&self) -> Vec<u8> {
        fn id(id: Option<&Uuid>) -> Option<&[u8]> {
            id.map(|id| id.as_bytes().as_slice())
        }
        fn text(text: Option<&String>) -> Option<&[u8]> {
            text.map(String::as_bytes)
        }
        let (number, amount) = (self.number.map(i64::to_le_bytes), self.amount_minor.map(i64::to_le_bytes));
        let fields = [
            id(Some(&self.id)),
            id(Some(&self.agency_id)),
            Some(self.kind.as_bytes()),
            Some(self.day.as_bytes()),
            number.as_ref().map(<[u8; 8]>::as_slice),
            id(self.till_id.as_ref()),
            id(self.operateur.as_ref()),
            amount.as_ref().map(<[u8; 8]>::as_slice),
            text(self.currency.as_ref()),
            text(self.method.as_ref()),
            text(self.reference.as_ref()),
            id(self.tariff_id.as_ref()),
            id(self.session_id.as_ref()),
            id(self.batch_id.as_ref()),
            id(self.visitor_id.as_ref()),
            id(self.reverses.as_ref()),
            Some(self.details.as_bytes()),
        ];
        chain::hash(&self.prev_hash, self.seq, self.at, &fields)
    }
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    #[sqlx(flatten)]
    head: Head,
    number: i64,
    open_day: Option<String>,
}

/// An agency's journal, locked until the change ends: whoever else writes to it waits, so that numbers have no
/// gaps and places no doubles.
pub(super) struct Journal {
    pub agency_id: Uuid,
    head: Head,
    number: i64,
    open_day: Option<String>,
    /// The last day whose books are closed.
    closed_day: Option<String>,
    /// What it is by the agency's clock.
    clock_day: String,
}

impl Journal {
    /// Locks the journal of an agency, and closes the books of days that are over.
    ///
    /// # Errors
    /// [`Code::DayUnconfirmed`] when the clock is far ahead of the last entry; when there is no such agency, or the
    /// database fails.
    pub async fn open(change: &mut Change, agency_id: Uuid) -> Result<Self, Problem> {
        Self::open_on(change, agency_id, None).await
    }

    /// The same on a day that somebody says it is.
    ///
    /// # Errors
    /// See [`Journal::open`].
    pub async fn open_on(change: &mut Change, agency_id: Uuid, day: Option<&str>) -> Result<Self, Problem> {
        let mut journal = Self::lock(change, agency_id).await?;
        journal.check_leap(day)?;
        journal.close_what_is_over(change).await?;
        Ok(journal)
    }

    /// Refuses a clock that is far ahead of the last entry, unless somebody says that it is right.
    fn check_leap(&self, day: Option<&str>) -> Result<(), Problem> {
        let (Some(last), today) = (self.open_day.as_ref().or(self.closed_day.as_ref()), &self.clock_day) else {
            return Ok(());
        };
        let leap = days::between(last, today).is_some_and(|days| days > LEAP_DAYS);
        if leap && day != Some(today) {
            let problem = Problem::from(Code::DayUnconfirmed).with("last", last).with("today", today);
            return Err(problem.about(Facts { today: Some(today.clone()), ..Facts::default() }));
        }
        Ok(())
    }

    async fn lock(change: &mut Change, agency_id: Uuid) -> Result<Self, Problem> {
        on!(&mut **change, |c| {
            sqlx::query(ENSURE).bind(agency_id).bind(Vec::<u8>::new()).execute(c).await.map(drop)
        })?;
        let row: HeadRow = on!(&mut **change, |c| sqlx::query_as(LOCK).bind(agency_id).fetch_one(c).await)?;
        let HeadRow { head, number, open_day } = row;
        let closed_day: Option<String> =
            on!(&mut **change, |c| sqlx::query_scalar(CLOSED).bind(agency_id).fetch_one(c).await)?;
        let agency = agencies::find(change, agency_id).await?.ok_or_else(|| Problem::not_found("agency"))?;
        let zone = agency.timezone.parse().unwrap_or(chrono_tz::UTC);
        let clock_day = days::day_of(change.now(), zone).to_string();
        Ok(Self { agency_id, head, number, open_day, closed_day, clock_day })
    }

    /// The last row's hash, which the log keeps beside what it says: the two chains bear witness for each other.
    pub fn last_hash(&self) -> String {
        hex::encode(&self.head.hash)
    }

    /// Whether no books are open: nothing was written down since they were closed.
    pub fn is_closed(&self) -> bool {
        self.open_day.is_none()
    }

    /// Closes the day whose books are open when it is over, and the month and the year that end with it.
    async fn close_what_is_over(&mut self, change: &mut Change) -> Result<(), Problem> {
        let Some(open_day) = self.open_day.clone() else { return Ok(()) };
        let today = self.today();
        for (kind, period, from, to) in periods::over(&open_day, &today) {
            let totals = super::totals::Totals::of_days(change, self.agency_id, &from, &to).await?;
            let details = serde_json::to_string(&totals).map_err(Problem::internal)?;
            let entry = Entry {
                kind,
                till_id: None,
                operateur: None,
                money: None,
                subject: Subject::default(),
                reverses: None,
                details,
            };
            self.write(change, entry, period).await?;
            self.open_day = None;
            self.closed_day = Some(open_day.clone());
        }
        self.save(change).await
    }

    /// The day of the agency's books: the clock's, or the one that is open when the clock was set back behind it.
    fn today(&self) -> String {
        self.open_day.as_ref().max(Some(&self.clock_day)).unwrap_or(&self.clock_day).clone()
    }

    /// Writes something down; gives its id and its number.
    ///
    /// # Errors
    /// [`Code::DayClosed`] on a day whose books are closed: the clock was set back; or when the database fails.
    pub async fn append(&mut self, change: &mut Change, entry: Entry) -> Result<Uuid, Problem> {
        let day = self.today();
        if let Some(closed) = self.closed_day.as_ref().filter(|closed| **closed >= day) {
            return Err(Problem::from(Code::DayClosed).with("closed", closed).with("today", day));
        }
        self.open_day = Some(day.clone());
        let id = self.write(change, entry, day).await?;
        self.save(change).await?;
        Ok(id)
    }

    async fn write(&mut self, change: &mut Change, entry: Entry, day: String) -> Result<Uuid, Problem> {
        let Entry { kind, till_id, operateur, money, subject, reverses, details } = entry;
        let number = kind.is_numbered().then_some(self.number + 1);
        let mut row = Row {
            id: change.new_id(),
            agency_id: self.agency_id,
            seq: self.head.seq + 1,
            kind: kind.as_str().to_owned(),
            at: change.now(),
            day,
            number,
            till_id,
            operateur,
            amount_minor: money.as_ref().map(|money| money.amount_minor),
            currency: money.as_ref().map(|money| money.currency.clone()),
            method: money.as_ref().map(|money| money.method.as_str().to_owned()),
            reference: money.and_then(|money| money.reference),
            tariff_id: subject.tariff_id,
            session_id: subject.session_id,
            batch_id: subject.batch_id,
            visitor_id: subject.visitor_id,
            reverses,
            details,
            prev_hash: self.head.hash.clone(),
            hash: Vec::new(),
        };
        row.hash = row.expected_hash();
        insert(change, &row).await?;
        self.number = number.unwrap_or(self.number);
        self.head = Head { seq: row.seq, hash: row.hash };
        Ok(row.id)
    }

    async fn save(&self, change: &mut Change) -> Result<(), Problem> {
        on!(&mut **change, |c| sqlx::query(MOVE)
            .bind(self.agency_id)
            .bind(self.head.seq)
            .bind(&self.head.hash)
            .bind(self.number)
            .bind(&self.open_day)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}

async fn insert(change: &mut Change, row: &Row) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(APPEND)
        .bind(row.id)
        .bind(row.agency_id)
        .bind(row.seq)
        .bind(&row.kind)
        .bind(row.at)
        .bind(&row.day)
        .bind(row.number)
        .bind(row.till_id)
        .bind(row.operateur)
        .bind(row.amount_minor)
        .bind(&row.currency)
        .bind(&row.method)
        .bind(&row.reference)
        .bind(row.tariff_id)
        .bind(row.session_id)
        .bind(row.batch_id)
        .bind(row.visitor_id)
        .bind(row.reverses)
        .bind(&row.details)
        .bind(&row.prev_hash)
        .bind(&row.hash)
        .execute(c)
        .await
        .map(drop))
}
