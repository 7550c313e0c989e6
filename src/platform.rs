//! What the surroundings lend the engine so that the module stays small: decoders for legacy encodings
//! and Unicode normalisation. Browsers have both; natively two crates stand in (feature `native`).

/// Abilities of the surroundings. Both are pure: equal input, equal output, on every platform.
pub trait Platform {
    /// Decodes `bytes` by a WHATWG encoding label such as `shift_jis`, without replacement characters:
    /// `None` when a byte sequence is not valid in that encoding, or the label is not known.
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String>;

    /// Unicode normal form KC.
    fn nfkc(&self, text: &str) -> String;

    /// Unicode normal form C.
    fn nfc(&self, text: &str) -> String;

    /// Unicode normal form KD.
    fn nfkd(&self, text: &str) -> String;
}

/// The native stand-in: `encoding_rs` and `unicode-normalization`.
#[cfg(feature = "native")]
pub struct Native;

#[cfg(feature = "native")]
impl Platform for Native {
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    }

    fn nfkc(&self, text: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        text.nfkc().collect()
    }

    fn nfc(&self, text: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        text.nfc().collect()
    }

    fn nfkd(&self, text: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        text.nfkd().collect()
    }
}
