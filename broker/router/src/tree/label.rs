//! The bytes of one topic level.

/// A level of up to [`SHORT`] bytes lies in the node itself, a longer one on the heap.
pub(crate) enum Label {
    Short { len: u8, bytes: [u8; SHORT] },
    Long(Box<[u8]>),
}

impl Label {
    pub(crate) fn new(level: &[u8]) -> Self {
        if level.len() > SHORT {
            return Self::Long(level.into());
        }
        let mut bytes = [0; SHORT];
        bytes[..level.len()].copy_from_slice(level);
        Self::Short {
            len: level.len() as u8,
            bytes,
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short { len, bytes } => &bytes[..usize::from(*len)],
            Self::Long(bytes) => bytes,
        }
    }
}

/// Fills 24 bytes together with the length and the variant.
const SHORT: usize = 22;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_length_comes_back_as_it_was() {
        let text = [7; 100];
        for len in 0..text.len() {
            assert_eq!(Label::new(&text[..len]).as_bytes(), &text[..len]);
        }
        assert_eq!(size_of::<Label>(), 24);
    }
}
