//! The boundary to JavaScript: thin, and the only file that names wasm_bindgen, serde_wasm_bindgen,
//! js_sys or web_sys.
//!
//! Plain data in and out: amounts as decimal text, absent as `null`, maps as objects. Errors are
//! messages, `{key, args}`. Nothing is decided here.

use crate::calendar::{Instant, Zone};
use crate::engine::handouts::{HandoutAsk, HandoutKind};
use crate::engine::{Engine, Moment};
use crate::ingest::{FlavourKind, Source};
use crate::options::{ImportId, Options, OptionsError};
use crate::platform::Platform;
use crate::problem::Message;
use crate::view::cards::Wanted;
use crate::view::tables::{Query, Scope};
use crate::view::what_if::WhatIfAsk;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// What the browser lends: its decoders and its normalisation.
struct Browser;

impl Platform for Browser {
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        let options = web_sys::TextDecoderOptions::new();
        options.set_fatal(true);
        let decoder = web_sys::TextDecoder::new_with_label_and_options(label, &options).ok()?;
        decoder.decode_with_u8_array(bytes).ok()
    }

    fn nfkc(&self, text: &str) -> String {
        js_sys::JsString::from(text).normalize("NFKC").into()
    }

    fn nfc(&self, text: &str) -> String {
        js_sys::JsString::from(text).normalize("NFC").into()
    }

    fn nfkd(&self, text: &str) -> String {
        js_sys::JsString::from(text).normalize("NFKD").into()
    }
}

/// Hands panic messages to `callback(text)`; the page restarts the engine after a trap.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(callback: js_sys::Function) {
    std::panic::set_hook(Box::new(move |info| {
        // A callback that throws changes nothing: the trap follows in any case.
        let _ = callback.call1(&JsValue::NULL, &JsValue::from_str(&info.to_string()));
    }));
}

/// One engine; an element has one of its own.
#[wasm_bindgen(js_name = Engine)]
pub struct JsEngine {
    engine: Engine,
}

#[wasm_bindgen(js_class = Engine)]
impl JsEngine {
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript has no `default`
    pub fn new() -> JsEngine {
        JsEngine { engine: Engine::new(Box::new(Browser)) }
    }

    pub fn begin(&mut self, source: JsValue) -> Result<(), JsValue> {
        let source: Source = read(source)?;
        self.engine.begin(source);
        Ok(())
    }

    /// `kind`: `html`, `text`, `file` or `picture`.
    pub fn flavour(&mut self, import: &str, kind: JsValue) -> Result<(), JsValue> {
        let kind: FlavourKind = read(kind)?;
        self.engine.flavour(import, kind).map_err(thrown)
    }

    /// How many bytes of the flavour begun last will be pushed.
    #[wasm_bindgen(js_name = makeRoom)]
    pub fn make_room(&mut self, import: &str, bytes: usize) -> Result<(), JsValue> {
        self.engine.make_room(import, bytes).map_err(thrown)
    }

    pub fn push(&mut self, import: &str, bytes: &[u8]) -> Result<(), JsValue> {
        self.engine.push(import, bytes).map_err(thrown)
    }

    /// Lets an import that was fed be read by [`JsEngine::step`].
    pub fn finish(&mut self, import: &str) -> Result<(), JsValue> {
        self.engine.finish(import).map_err(thrown)
    }

    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        plain(&self.engine.step(budget.into()))
    }

    pub fn cancel(&mut self, import: &str) {
        self.engine.cancel(import);
    }

    pub fn remove(&mut self, import: &str) {
        self.engine.remove(import);
    }

    /// Takes the options document as JSON text; returns the ids of imports to be fed again.
    #[wasm_bindgen(js_name = setOptions)]
    pub fn set_options(&mut self, json: &str) -> Result<JsValue, JsValue> {
        let options = Options::from_json(json).map_err(|error| thrown(options_refused(error)))?;
        plain(&self.engine.set_options(options))
    }

    /// Computes what a moment shows, about so many rows of it; whether all is there.
    pub fn prepare(&mut self, now: &str, offset: i32, rows: u32) -> Result<bool, JsValue> {
        Ok(self.engine.prepare(moment(now, offset)?, rows as usize))
    }

    pub fn view(&mut self, now: &str, offset: i32, scope: JsValue) -> Result<JsValue, JsValue> {
        let scope: Scope = read(scope)?;
        plain(&self.engine.view(moment(now, offset)?, &scope))
    }

    /// Cards of imports: `{ ids }`, or `{ start, length }` of all, newest first.
    pub fn cards(&mut self, now: &str, offset: i32, wanted: JsValue) -> Result<JsValue, JsValue> {
        let wanted: Wanted = read(wanted)?;
        plain(&self.engine.cards(moment(now, offset)?, &wanted))
    }

    /// Cards of imports by themselves, whatever else is read: of accounts they say nothing.
    pub fn recognised(&self, ids: JsValue) -> Result<JsValue, JsValue> {
        let ids: Vec<ImportId> = read(ids)?;
        plain(&self.engine.recognised(&ids))
    }

    /// Chooses the rows of a table that is about to be opened, going through so many; whether all are chosen.
    #[wasm_bindgen(js_name = prepareTable)]
    pub fn prepare_table(
        &mut self,
        now: &str,
        offset: i32,
        query: JsValue,
        rows: u32,
    ) -> Result<bool, JsValue> {
        let query: Query = read(query)?;
        Ok(self.engine.prepare_table(moment(now, offset)?, &query, rows as usize))
    }

    #[wasm_bindgen(js_name = openTable)]
    pub fn open_table(
        &mut self,
        now: &str,
        offset: i32,
        query: JsValue,
    ) -> Result<JsValue, JsValue> {
        let query: Query = read(query)?;
        plain(&self.engine.open_table(moment(now, offset)?, query))
    }

    pub fn window(&mut self, handle: u32, start: u32, length: u32) -> Result<JsValue, JsValue> {
        plain(&self.engine.window(handle, start as usize, length as usize))
    }

    #[wasm_bindgen(js_name = closeTable)]
    pub fn close_table(&mut self, handle: u32) {
        self.engine.close_table(handle);
    }

    pub fn credit(
        &mut self,
        now: &str,
        offset: i32,
        account: &str,
        credit: &str,
    ) -> Result<JsValue, JsValue> {
        plain(&self.engine.credit(moment(now, offset)?, account, credit))
    }

    /// Who paid the charge of a transaction, and why; `null` where it is gone.
    pub fn transaction(
        &mut self,
        now: &str,
        offset: i32,
        account: &str,
        transaction: &str,
    ) -> Result<JsValue, JsValue> {
        plain(&self.engine.transaction(moment(now, offset)?, account, transaction))
    }

    /// `asked`: a `WhatIfAsk`; `null` where there is no forecast to change.
    #[wasm_bindgen(js_name = whatIf)]
    pub fn what_if(
        &mut self,
        now: &str,
        offset: i32,
        account: &str,
        asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        let asked: WhatIfAsk = read(asked)?;
        plain(&self.engine.what_if(moment(now, offset)?, account, &asked))
    }

    /// `asked`: a `HandoutAsk`; `format(message)` is the page's own formatter; what it cannot say shows as its key.
    pub fn handout(
        &mut self,
        now: &str,
        offset: i32,
        asked: JsValue,
        format: js_sys::Function,
    ) -> Result<JsValue, JsValue> {
        let asked = asked_file(asked)?;
        let say = |message: &Message| {
            let said = plain(message).and_then(|value| format.call1(&JsValue::NULL, &value));
            said.ok().and_then(|text| text.as_string()).unwrap_or_else(|| message.key.to_owned())
        };
        let handout = self.engine.handout(moment(now, offset)?, &asked, &say);
        plain(&handout.map_err(thrown)?)
    }
}

fn moment(now: &str, offset_minutes: i32) -> Result<Moment, JsValue> {
    let refused = |found: String| thrown(Message::new("engine.bad_moment").with("found", found));
    let now = Instant::parse_rfc3339(now).ok_or_else(|| refused(now.to_owned()))?;
    let zone = Zone::from_offset_minutes(offset_minutes);
    let viewer_zone = zone.ok_or_else(|| refused(offset_minutes.to_string()))?;
    Ok(Moment { now, viewer_zone })
}

/// By its kind first: serde would copy what is told apart by a tag, and read the copy by code of its own.
fn asked_file(asked: JsValue) -> Result<HandoutAsk, JsValue> {
    #[derive(Deserialize)]
    struct OfKind {
        kind: HandoutKind,
    }
    let OfKind { kind } = read(asked.clone())?;
    Ok(match kind {
        HandoutKind::Calendar => HandoutAsk::Calendar(read(asked)?),
        HandoutKind::Csv => HandoutAsk::Csv(read(asked)?),
        HandoutKind::Statement => HandoutAsk::Statement(read(asked)?),
        HandoutKind::Summary => HandoutAsk::Summary(read(asked)?),
        HandoutKind::Ticket => HandoutAsk::Ticket(read(asked)?),
    })
}

fn options_refused(error: OptionsError) -> Message {
    match error {
        OptionsError::TooNew(version) => {
            Message::new("engine.options_too_new").with("version", u64::from(version))
        }
        OptionsError::Malformed(detail) => {
            Message::new("engine.options_malformed").with("found", detail)
        }
    }
}

fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| thrown(Message::new("engine.bad_call").with("found", error.to_string())))
}

/// Objects rather than `Map`s, `null` rather than `undefined`.
fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer =
        Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);
    let refused = |error: serde_wasm_bindgen::Error| JsValue::from_str(&error.to_string());
    value.serialize(&serializer).map_err(refused)
}

fn thrown(message: Message) -> JsValue {
    plain(&message).unwrap_or_else(|value| value)
}
