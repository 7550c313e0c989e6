//! Zip archives made byte by byte, honest or not: of unit tests, of attacks and of fuzzing alike.

/// One file of an archive. `size` is what the directory says is unpacked, true or not.
pub struct Part<'a> {
    pub name: &'a str,
    pub method: Method,
    pub packed: Vec<u8>,
    pub size: usize,
}

/// Who makes archives chooses one; not everyone needs both.
#[allow(dead_code)]
#[derive(Clone, Copy)]
pub enum Method {
    Stored = 0,
    Deflated = 8,
}

pub fn archive(parts: &[Part<'_>]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for Part { name, method, packed, size } in parts {
        let offset = (out.len() as u32).to_le_bytes();
        let sizes = [packed.len() as u32, *size as u32].map(u32::to_le_bytes).concat();
        let name_len = (name.len() as u16).to_le_bytes();
        let kind = [20, 0, 0, 0, *method as u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let head = [&kind[..], &sizes, &name_len, &[0, 0]].concat();
        out.extend_from_slice(&[b"PK\x03\x04", &head[..], name.as_bytes(), packed].concat());
        central.extend_from_slice(&[b"PK\x01\x02\x14\0", &head[..], &[0; 10], &offset].concat());
        central.extend_from_slice(name.as_bytes());
    }
    let (start, count) = (out.len() as u32, (parts.len() as u16).to_le_bytes());
    out.extend_from_slice(&central);
    out.extend_from_slice(&[b"PK\x05\x06\0\0\0\0", &count[..], &count[..]].concat());
    out.extend_from_slice(&(central.len() as u32).to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}
