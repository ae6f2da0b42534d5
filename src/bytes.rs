//! Sets of bytes, for loops that run over every byte of a site.

/// A table that says of each byte whether it is one of `bytes`.
pub(crate) const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}
