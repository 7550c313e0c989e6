//! Which reader bytes need, told from the bytes themselves: names and types of files are only hints.

use super::{FlavourKind, json};

/// What kind of file the bytes are.
pub(super) enum Container {
    Text,
    Zip,
    /// Something we do not read; the key of a message that says what to do instead.
    Unreadable(&'static str),
}

/// First bytes → what to say, for everything people paste that holds no text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "shape.picture"),
    (b"\xff\xd8\xff", "shape.picture"),
    (b"GIF87a", "shape.picture"),
    (b"GIF89a", "shape.picture"),
    (b"BM", "shape.picture"),
    (b"%PDF-", "shape.pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "shape.oldWorkbook"),
    (b"\x1f\x8b", "shape.compressed"),
    (b"7z\xbc\xaf\x27\x1c", "shape.compressed"),
    (b"Rar!\x1a\x07", "shape.compressed"),
];

pub(super) fn container(bytes: &[u8]) -> Container {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Container::Zip;
    }
    let found = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    match found {
        // "BM" alone begins many a header; a bitmap has reserved zero bytes after its size.
        Some((b"BM", key)) if bytes.get(6..10) == Some(&[0; 4]) => Container::Unreadable(key),
        Some((b"BM", _)) | None if is_webp(bytes) => Container::Unreadable("shape.picture"),
        Some((b"BM", _)) | None => Container::Text,
        Some((_, key)) => Container::Unreadable(key),
    }
}

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// How decoded text is written down.
pub(super) enum TextShape {
    Html,
    Json,
    Plain,
}

pub(super) fn text_shape(flavour: FlavourKind, text: &str) -> TextShape {
    let start = text.trim_start();
    if flavour == FlavourKind::Html || is_html(start) {
        return TextShape::Html;
    }
    if json::is_json(text) { TextShape::Json } else { TextShape::Plain }
}

/// A saved page or a copied fragment, pasted as text.
fn is_html(start: &str) -> bool {
    const OPENINGS: &[&str] =
        &["<!doctype", "<html", "<head", "<body", "<table", "<meta", "<!--startfragment", "<div"];
    let head: String = start.chars().take(20).flat_map(char::to_lowercase).collect();
    OPENINGS.iter().any(|opening| head.starts_with(opening))
        || (head.starts_with("version:") && start.contains("StartHTML:"))
}
