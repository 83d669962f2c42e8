//! Page tokens: where the next page begins, in a form that callers cannot read anything into.
//!
//! A token holds the values that the last thing of a page was sorted by. A thing that comes or goes meanwhile shifts nothing: the
//! next page begins with what comes after those values, wherever that is now. Layout, before base64:
//!
//! ```text
//! 1 byte    1, the version
//! 8 bytes   of what list it is: a digest of filter and order
//! then for each field of the order
//!   1 byte    0 none, 1 text, 2 number, 3 flag, 4 time, 5 IPv4, 6 IPv6
//!   n bytes   the value; a text with its length in 4 bytes in front
//! 8 bytes   a digest of all of it
//! ```

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::order::Order;
use super::{FieldValue, Fields, ListError};

/// The longest token, in bytes: client identifiers and topics have up to 65535.
const MAX_BYTES: usize = 700_000;
const VERSION: u8 = 1;

/// Where a page begins: after the thing whose sorted fields had these values.
#[derive(Debug, Clone, PartialEq)]
pub struct PageToken {
    list: u64,
    values: Vec<Option<Value>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    Time(SystemTime),
    Address(IpAddr),
}

impl PageToken {
    /// After this thing, in a list with this filter and order.
    pub(super) fn after<T: Fields>(thing: &T, order: &Order, list: u64) -> Self {
        let values = order.keys.iter().map(|key| thing.value(key.field));
        Self {
            list,
            values: values.map(|value| value.map(Value::from)).collect(),
        }
    }

    pub(super) const fn list(&self) -> u64 {
        self.list
    }

    pub(super) fn values(&self) -> impl ExactSizeIterator<Item = Option<FieldValue<'_>>> {
        self.values
            .iter()
            .map(|value| value.as_ref().map(Value::borrow))
    }

    /// As it is handed out.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(self.list.to_be_bytes());
        for value in &self.values {
            encode_value(value.as_ref(), &mut bytes);
        }
        bytes.extend(digest(&[&bytes]).to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads one that was handed out.
    ///
    /// # Errors
    /// When it was not, or not by this version.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let foreign = || {
            let problem = "it is not a `next_page_token` of this API";
            ListError::new("page_token", 0, problem)
        };
        if text.len() > MAX_BYTES {
            return Err(foreign());
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
        Self::decode(&bytes).ok_or_else(foreign)
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (whole, sum) = bytes.split_last_chunk::<8>()?;
        if digest(&[whole]) != u64::from_be_bytes(*sum) {
            return None;
        }
        let (version, rest) = whole.split_first()?;
        let (list, mut rest) = rest.split_first_chunk::<8>()?;
        if *version != VERSION {
            return None;
        }
        let mut values = Vec::new();
        while !rest.is_empty() {
            values.push(decode_value(&mut rest)?);
        }
        Some(Self {
            list: u64::from_be_bytes(*list),
            values,
        })
    }
}

impl From<FieldValue<'_>> for Value {
    fn from(value: FieldValue<'_>) -> Self {
        match value {
            FieldValue::Text(text) => Self::Text(text.to_owned()),
            FieldValue::Number(number) => Self::Number(number),
            FieldValue::Flag(flag) => Self::Flag(flag),
            FieldValue::Time(time) => Self::Time(time),
            FieldValue::Address(address) => Self::Address(address),
        }
    }
}

impl Value {
    const fn borrow(&self) -> FieldValue<'_> {
        match self {
            Self::Text(text) => FieldValue::Text(text.as_str()),
            Self::Number(number) => FieldValue::Number(*number),
            Self::Flag(flag) => FieldValue::Flag(*flag),
            Self::Time(time) => FieldValue::Time(*time),
            Self::Address(address) => FieldValue::Address(*address),
        }
    }
}

fn encode_value(value: Option<&Value>, out: &mut Vec<u8>) {
    match value {
        None => out.push(0),
        Some(Value::Text(text)) => {
            out.push(1);
            out.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend(text.as_bytes());
        }
        Some(Value::Number(number)) => {
            out.push(2);
            out.extend(number.to_bits().to_be_bytes());
        }
        Some(Value::Flag(flag)) => out.extend([3, u8::from(*flag)]),
        Some(Value::Time(time)) => {
            out.push(4);
            out.extend(nanos(*time).to_be_bytes());
        }
        Some(Value::Address(IpAddr::V4(address))) => {
            out.push(5);
            out.extend(address.octets());
        }
        Some(Value::Address(IpAddr::V6(address))) => {
            out.push(6);
            out.extend(address.octets());
        }
    }
}

fn decode_value(rest: &mut &[u8]) -> Option<Option<Value>> {
    let tag = take::<1>(rest)?[0];
    Some(Some(match tag {
        0 => return Some(None),
        1 => {
            let length = u32::from_be_bytes(take(rest)?) as usize;
            let (text, after) = rest.split_at_checked(length)?;
            *rest = after;
            Value::Text(str::from_utf8(text).ok()?.to_owned())
        }
        2 => Value::Number(f64::from_bits(u64::from_be_bytes(take(rest)?))),
        3 => Value::Flag(match take::<1>(rest)?[0] {
            0 => false,
            1 => true,
            _ => return None,
        }),
        4 => Value::Time(time(i128::from_be_bytes(take(rest)?))?),
        5 => Value::Address(Ipv4Addr::from(take::<4>(rest)?).into()),
        6 => Value::Address(Ipv6Addr::from(take::<16>(rest)?).into()),
        _ => return None,
    }))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

/// Nanoseconds since 1970.
fn nanos(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    }
}

fn time(nanos: i128) -> Option<SystemTime> {
    const SECOND: u128 = 1_000_000_000;
    let from_epoch = nanos.unsigned_abs();
    let seconds = u64::try_from(from_epoch / SECOND).ok()?;
    let rest = u32::try_from(from_epoch % SECOND).ok()?;
    let distance = Duration::new(seconds, rest);
    if nanos < 0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    }
}

/// FNV-1a of parts with a border between them: the same in every build, so that a token outlives a restart of the broker. It
/// finds mistakes, not forgeries; there is nothing in a token that its holder could not ask for.
pub(super) fn digest(parts: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        part.iter().copied().for_each(&mut add);
        add(0xff);
    }
    hash
}
