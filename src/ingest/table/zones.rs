//! The zone of a row's times (R38), and what names another one.
//!
//! In: the plan and the row. A record has one zone: what the user says, else the first cell that names its
//! own, else the column of zones, else a header, else a line above. Out: the record's zone, and a doubt for
//! each column whose times are told in another one. Which of the two is wrong is not known here.

use super::{Reader, place};
use crate::calendar::Zone;
use crate::ingest::exports::{Field, Kind};
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::records::Value;
use crate::ingest::shape::Grid;
use crate::problem::{Message, Place, Problem};
use crate::text::is_missing;

/// Zones that the row's cells name, and columns that disagree with the zone of their rows.
#[derive(Default)]
pub(super) struct Zones {
    of_cells: Vec<(usize, Zone)>,
    doubts: Vec<(usize, Problem)>,
}

impl Zones {
    pub fn of_cell(&mut self, column: usize, zone: Option<Zone>) {
        self.of_cells.extend(zone.map(|zone| (column, zone)));
    }

    /// One doubt a column, at the first row that shows it.
    fn doubt(&mut self, column: &ColumnPlan, place: Place, (read, found): (Zone, Zone)) {
        if self.doubts.iter().all(|(known, _)| *known != column.index) {
            let message = Message::new("ingest.row.zone_conflict")
                .with("expected", format!("UTC{read}"))
                .with("found", format!("UTC{found}"));
            let place = place.in_column(&column.header.label);
            self.doubts.push((column.index, Problem::doubt(place, message)));
        }
    }

    pub fn into_problems(self) -> impl Iterator<Item = Problem> {
        self.doubts.into_iter().map(|(_, problem)| problem)
    }
}

impl Reader {
    /// Gives the row its zone.
    pub(super) fn settle_zone(&mut self, grid: &Grid, row: usize) {
        let of_cells = std::mem::take(&mut self.zones.of_cells);
        let plan = std::rc::Rc::clone(&self.plan);
        let column = plan.column(Field::Zone);
        let said = plan.zone.filter(|_| column.is_none());
        let of_cell = of_cells.first().map(|(_, zone)| *zone);
        let text = column.map(|column| grid.text(row, column.index)).filter(|t| !is_missing(t));
        let of_all = || plan.zone_of_all().filter(|_| text.is_none());
        if let Some(zone) = said.or(of_cell).or_else(of_all) {
            self.builder.set(Field::Zone, Value::Text(&zone.to_string()));
        }
        let stated = text.and_then(Zone::parse);
        let Some(read) = of_cell.or(stated).or_else(of_all).filter(|_| said.is_none()) else {
            return;
        };
        let own = |column: &ColumnPlan| {
            let own = of_cells.iter().find(|(index, _)| *index == column.index);
            own.map(|(_, zone)| *zone).or(column.header.zone)
        };
        for column in plan.columns.iter().filter(|column| column.tells_time()) {
            let own = own(column).filter(|own| *own != read);
            if let Some(own) = own.filter(|_| !is_missing(grid.text(row, column.index))) {
                self.zones.doubt(column, place(grid, row), (read, own));
            }
        }
        // A cell outranks the column of zones, and says so.
        if let (Some(column), Some(stated)) = (column, stated.filter(|stated| *stated != read)) {
            self.zones.doubt(column, place(grid, row), (read, stated));
        }
    }
}

impl ColumnPlan {
    fn tells_time(&self) -> bool {
        self.field.is_some_and(|field| field.kind() == Kind::Time)
    }
}

impl Plan {
    /// The zone of all times, where the user, a header or a line says it; a column of zones outranks it.
    pub(in crate::ingest) fn zone_of_all(&self) -> Option<Zone> {
        let mapped = || self.columns.iter().filter(|c| c.field.is_some());
        let of_header = || mapped().find_map(|c| c.header.zone);
        self.zone.or_else(of_header).or(self.stated_zone)
    }

    /// A column of zones or a line above names it, not only the clock times themselves.
    pub(in crate::ingest) fn tells_zone(&self) -> bool {
        self.column(Field::Zone).is_some() || self.stated_zone.is_some()
    }

    /// Whether rows may name several zones, so that each must be looked at.
    pub(in crate::ingest) fn may_mix_zones(&self) -> bool {
        let mut zones = self.columns.iter().filter(|c| c.tells_time()).map(|c| c.header.zone);
        let first = zones.next().flatten();
        let is_of_headers = zones.flatten().any(|zone| Some(zone) != first);
        let has_cells = self.columns.iter().any(|c| c.has_zone);
        let is_of_column = self.column(Field::Zone).is_some();
        let of_all = self.zone_of_all().is_some();
        is_of_headers || of_all && (has_cells || is_of_column)
    }
}
