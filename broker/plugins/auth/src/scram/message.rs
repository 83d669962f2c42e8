//! The two messages of a SCRAM client. They come from strangers: anything may be in them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::exchange::Failed;
use super::prepared;

/// `n,,n=user,r=nonce`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientFirst {
    /// The user, prepared.
    pub(crate) username: String,
    /// Everything up to and with the second comma: it comes back in the final message.
    pub(super) gs2_header: String,
    pub(super) nonce: String,
    /// The message without that header.
    pub(super) bare: String,
}

/// `c=biws,r=nonce,p=proof`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClientFinal {
    pub(super) channel_binding: Vec<u8>,
    pub(super) nonce: String,
    pub(super) proof: [u8; 32],
    /// The message up to its proof.
    pub(super) without_proof: String,
}

impl ClientFirst {
    pub(crate) fn parse(data: &[u8]) -> Result<Self, Failed> {
        let text = readable(data)?;
        let mut parts = text.splitn(3, ',');
        let (Some(binding), Some(identity), Some(bare)) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Err(Failed::Malformed);
        };
        // `y`: the client could bind, and rightly believes that we cannot. `p` asks for what is not offered.
        if !matches!(binding, "n" | "y") {
            return Err(Failed::Malformed);
        }
        let mut attributes = bare.split(',');
        // `m=` in the first place is an extension that must be understood.
        let username = attributes
            .next()
            .and_then(|it| it.strip_prefix("n="))
            .and_then(unescaped);
        let nonce = attributes
            .next()
            .and_then(|it| it.strip_prefix("r="))
            .filter(|it| is_nonce(it));
        let (Some(username), Some(nonce)) = (username, nonce) else {
            return Err(Failed::Malformed);
        };
        // Nobody may act for somebody else.
        if !identity.is_empty()
            && identity.strip_prefix("a=").and_then(unescaped).as_ref() != Some(&username)
        {
            return Err(Failed::Refused);
        }
        Ok(Self {
            username: prepared(&username).into_owned(),
            gs2_header: format!("{binding},{identity},"),
            nonce: nonce.to_owned(),
            bare: bare.to_owned(),
        })
    }
}

impl ClientFinal {
    pub(super) fn parse(data: &[u8]) -> Result<Self, Failed> {
        let text = readable(data)?;
        let (without_proof, proof) = text.rsplit_once(",p=").ok_or(Failed::Malformed)?;
        let mut attributes = without_proof.split(',');
        let binding = attributes.next().and_then(|it| it.strip_prefix("c="));
        let nonce = attributes
            .next()
            .and_then(|it| it.strip_prefix("r="))
            .filter(|it| is_nonce(it));
        let decoded = |text: &str| BASE64_STANDARD.decode(text).ok();
        let proof = decoded(proof).and_then(|proof| proof.try_into().ok());
        match (binding.and_then(decoded), nonce, proof) {
            (Some(channel_binding), Some(nonce), Some(proof)) => Ok(Self {
                channel_binding,
                nonce: nonce.to_owned(),
                proof,
                without_proof: without_proof.to_owned(),
            }),
            _ => Err(Failed::Malformed),
        }
    }
}

/// UTF-8 of a reasonable size.
fn readable(data: &[u8]) -> Result<&str, Failed> {
    if data.len() > LONGEST_MESSAGE {
        return Err(Failed::Malformed);
    }
    std::str::from_utf8(data).map_err(|_| Failed::Malformed)
}

/// Printable ASCII without a comma.
fn is_nonce(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && b != b',')
}

/// A name with `=2C` for a comma and `=3D` for an equals sign; `None` if it has another `=` or is empty.
fn unescaped(text: &str) -> Option<String> {
    let mut pieces = text.split('=');
    let mut name = pieces.next()?.to_owned();
    for piece in pieces {
        let (sign, rest) = match (piece.strip_prefix("2C"), piece.strip_prefix("3D")) {
            (Some(rest), _) => (',', rest),
            (_, Some(rest)) => ('=', rest),
            (None, None) => return None,
        };
        name.push(sign);
        name.push_str(rest);
    }
    (!name.is_empty()).then_some(name)
}

/// Longer than any user name and nonce that make sense.
const LONGEST_MESSAGE: usize = 4096;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_message_is_read() {
        let first = ClientFirst::parse(b"n,,n=a=2Cb=3Dc,r=abc,x=1").unwrap();
        assert_eq!(
            (
                first.username.as_str(),
                first.gs2_header.as_str(),
                first.nonce.as_str()
            ),
            ("a,b=c", "n,,", "abc")
        );
        assert_eq!(first.bare, "n=a=2Cb=3Dc,r=abc,x=1");
        let own = ClientFirst::parse(b"y,a=user,n=user,r=abc").unwrap();
        assert_eq!(own.gs2_header, "y,a=user,");
    }

    #[test]
    fn other_first_messages_are_refused() {
        for text in [
            "",
            "n",
            "n,,",
            "n,,n=,r=a",
            "n,,n=a",
            "n,,n=a,r=",
            "n,,r=a,n=a",
            "n,,n=a=,r=b",
            "n,,n=a=2c,r=b",
            "p=tls-unique,,n=a,r=b",
            "n,,m=x,n=a,r=b",
            "x,,n=a,r=b",
            "n,,n=a,r=b\u{e9}",
        ] {
            assert_eq!(
                ClientFirst::parse(text.as_bytes()),
                Err(Failed::Malformed),
                "{text}"
            );
        }
        assert_eq!(
            ClientFirst::parse(b"n,a=root,n=user,r=b"),
            Err(Failed::Refused)
        );
        assert_eq!(ClientFirst::parse(&[b'n'; 5000]), Err(Failed::Malformed));
        assert_eq!(ClientFirst::parse(b"n,,n=\xff,r=b"), Err(Failed::Malformed));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(data in proptest::collection::vec(any::<u8>(), 0..200), text in "[nyp],(a=x)?,[ -~]{0,60}") {
            for data in [&data[..], text.as_bytes()] {
                let _ = (ClientFirst::parse(data), ClientFinal::parse(data));
            }
        }

        #[test]
        fn any_name_can_be_written(name in "[^\\p{C}]{1,20}") {
            let escaped = name.replace('=', "=3D").replace(',', "=2C");
            let first = ClientFirst::parse(format!("n,,n={escaped},r=x").as_bytes()).unwrap();
            prop_assert_eq!(first.username, prepared(&name).into_owned());
        }
    }
}
