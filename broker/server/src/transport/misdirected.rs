//! Clients that speak something else than the listener expects. They are told apart by their first bytes, so that the log
//! can say what to change.

use std::fmt;

/// What a client begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spoken {
    Mqtt,
    Tls,
    Http,
    Proxy,
}

/// What it seems to be; `None` is something unknown, or too little to say.
pub(crate) fn recognise(first: &[u8]) -> Option<Spoken> {
    const METHODS: [&[u8]; 8] = [
        b"GET ", b"POST", b"PUT ", b"HEAD", b"OPTI", b"DELE", b"CONN", b"PRI ",
    ];
    match first {
        [0x16, 3, ..] => Some(Spoken::Tls),
        [0x10, ..] => Some(Spoken::Mqtt),
        [b'P', b'R', b'O', b'X', ..] | [b'\r', b'\n', b'\r', b'\n', ..] => Some(Spoken::Proxy),
        [a, b, c, d, ..] if METHODS.contains(&&[*a, *b, *c, *d][..]) => Some(Spoken::Http),
        _ => None,
    }
}

impl Spoken {
    /// How many bytes are needed to be sure.
    pub(crate) const BYTES: usize = 4;
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mqtt => "plain MQTT",
            Self::Tls => "TLS",
            Self::Http => "HTTP",
            Self::Proxy => "the PROXY protocol",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_what_a_client_speaks() {
        assert_eq!(recognise(&[0x16, 3, 1, 2]), Some(Spoken::Tls));
        assert_eq!(recognise(b"GET / HTTP/1.1"), Some(Spoken::Http));
        assert_eq!(recognise(&[0x10, 12, 0, 4]), Some(Spoken::Mqtt));
        assert_eq!(recognise(b"PROXY TCP4 "), Some(Spoken::Proxy));
        assert_eq!(recognise(b"\r\n\r\n\0\r\nQUIT\n"), Some(Spoken::Proxy));
        assert_eq!(recognise(&[]), None);
        assert_eq!(recognise(b"GE"), None);
        assert_eq!(recognise(&[0xFF; 9]), None);
    }
}
