//! What Redis decides itself, in one step: whether a batch of a node may be written, and who takes a session.
//!
//! The scripts are sent as they are each time, some hundred bytes in front of up to a megabyte: a Redis that was started again, or another
//! one after a failover, need not be told them first.

use redis::{Arg, Pipeline};

use super::epoch::Marked;
use super::layout::Keys;
use crate::codec::Malformed;
use crate::shared::Epoch;

/// Compares epochs as [`Epoch`] does. Redis compares texts as its locale has it, and numbers as floats: so by parts of ten digits, and names by
/// bytes.
const LATER: &str = r"
local function later(a, b)
  for _, at in ipairs({1, 11, 22}) do
    local x = tonumber(string.sub(a, at, at + 9)) or 0
    local y = tonumber(string.sub(b, at, at + 9)) or 0
    if x ~= y then return x > y end
  end
  local x, y = string.sub(a, 33), string.sub(b, 33)
  for at = 1, math.max(#x, #y) do
    local p, q = string.byte(x, at) or -1, string.byte(y, at) or -1
    if p ~= q then return p > q end
  end
  return false
end
local function split(marked)
  local number, epoch = string.match(marked, '^(%d+) (.*)$')
  return number, epoch
end
";

/// Writes a batch, unless another broker has the part now, or sessions were taken that the writer does not know of. One that says which
/// sessions its batch is about is refused only if one of those was taken.
///
/// KEYS: meta, fences. ARGV: owner, how many fences are known, commands, fences to forget, sessions (empty: not said).
const WRITE: &str = r"
local has = redis.call('HMGET', KEYS[1], 'owner', 'fences')
if has[1] and has[1] ~= ARGV[1] then return {'displaced'} end
local count = has[2] or '0'
if count ~= ARGV[2] then
  local taken = ARGV[5] == ''
  if not taken then
    for _, it in ipairs(cmsgpack.unpack(ARGV[5])) do
      local fence = redis.call('HGET', KEYS[2], it[1])
      if fence then
        local number, epoch = split(fence)
        taken = taken or number == it[2] or later(epoch, it[3])
      end
    end
  end
  if taken then
    local answer = {'taken', count}
    for _, it in ipairs(redis.call('HGETALL', KEYS[2])) do answer[#answer + 1] = it end
    return answer
  end
end
for _, command in ipairs(cmsgpack.unpack(ARGV[3])) do redis.call(unpack(command)) end
if count == ARGV[2] then
  for _, client in ipairs(cmsgpack.unpack(ARGV[4])) do redis.call('HDEL', KEYS[2], client) end
end
return {'written'}
";

/// Fences a session: from here on only a later epoch may write it. Nothing is fenced where nothing is, unless it is to be. Or says only where it
/// goes, as its node hands it over.
///
/// KEYS: meta, fences, clients, heirs. ARGV: client, epoch, how.
const FENCE: &str = r"
local session = redis.call('HGET', KEYS[3], ARGV[1])
local fence = redis.call('HGET', KEYS[2], ARGV[1])
local heir = redis.call('HGET', KEYS[4], ARGV[1]) or ''
local number, epoch = '0', ''
if session then number, epoch = split(session) end
local _, before = split(fence or '0 ')
local latest = later(before, epoch) and before or epoch
if epoch == ARGV[2] or later(latest, ARGV[2]) then return {'later', latest} end
if number == '0' and ARGV[3] ~= 'always' then return {'nothing'} end
if ARGV[3] == 'trace' then
  if later(ARGV[2], heir) then redis.call('HSET', KEYS[4], ARGV[1], ARGV[2]) end
elseif before ~= ARGV[2] then
  redis.call('HSET', KEYS[2], ARGV[1], number .. ' ' .. ARGV[2])
  redis.call('HINCRBY', KEYS[1], 'fences', 1)
end
return {'fenced', number .. ' ' .. epoch, before, heir}
";

/// Removes a session that this epoch has fenced. The fence stays until its node has seen it.
///
/// KEYS: meta, fences, clients, sessions, heirs, and the four of a session without its number. ARGV: client, epoch.
const REMOVE: &str = r"
local number, epoch = split(redis.call('HGET', KEYS[2], ARGV[1]) or '0 ')
if number == '0' or epoch ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[4], number)
for at = 6, 9 do redis.call('DEL', KEYS[at] .. number) end
local current = redis.call('HGET', KEYS[3], ARGV[1])
if current and split(current) == number then redis.call('HDEL', KEYS[3], ARGV[1]) end
redis.call('HDEL', KEYS[5], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], '0 ' .. epoch)
redis.call('HINCRBY', KEYS[1], 'fences', 1)
return 1
";

/// What became of a batch.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written {
    Yes,
    /// Another broker has the part.
    Displaced,
    /// Nothing: others have taken sessions. How many fences there have been, and those there are.
    Taken(u64, Vec<(Box<str>, Marked)>),
}

/// What a batch is written with.
pub(super) struct Write<'a> {
    pub(super) owner: &'a str,
    pub(super) known: u64,
    pub(super) commands: &'a Pipeline,
    /// Clients whose fences are of no use any more.
    pub(super) forget: &'a [std::sync::Arc<str>],
    /// The sessions that it is about, if that is said: client, number, epoch.
    pub(super) sessions: Option<&'a [(std::sync::Arc<str>, u64, Epoch)]>,
}

impl Write<'_> {
    pub(super) fn pipeline(&self, keys: &Keys) -> Pipeline {
        let mut forget = Vec::new();
        array(self.forget.len(), &mut forget);
        for client in self.forget {
            text(client.as_bytes(), &mut forget);
        }
        let mut sessions = Vec::new();
        for (n, (client, number, epoch)) in self.sessions.into_iter().flatten().enumerate() {
            if n == 0 {
                array(self.sessions.map_or(0, <[_]>::len), &mut sessions);
            }
            array(3, &mut sessions);
            text(client.as_bytes(), &mut sessions);
            text(number.to_string().as_bytes(), &mut sessions);
            text(epoch.text().as_bytes(), &mut sessions);
        }
        if self.sessions.is_some_and(<[_]>::is_empty) {
            array(0, &mut sessions);
        }
        let mut pipeline = eval(WRITE, &[keys.meta(), &keys.fences()]);
        pipeline.arg(self.owner).arg(self.known);
        pipeline
            .arg(packed(self.commands))
            .arg(forget)
            .arg(sessions);
        pipeline
    }
}

impl Written {
    pub(super) fn read(answer: &[Vec<u8>]) -> Result<Self, Malformed> {
        match answer.split_first() {
            Some((word, [])) if word == b"written" => Ok(Self::Yes),
            Some((word, [])) if word == b"displaced" => Ok(Self::Displaced),
            Some((word, [count, fences @ ..])) if word == b"taken" => {
                let count = std::str::from_utf8(count).ok();
                let count = count.and_then(|count| count.parse().ok());
                let count = count.ok_or(Malformed("a number of fences that is none"))?;
                let pairs = fences.as_chunks::<2>().0.iter();
                let fences = pairs.map(|[client, fence]| fence_of(client, fence));
                Ok(Self::Taken(count, fences.collect::<Result<_, _>>()?))
            }
            _ => Err(Malformed("an answer to a batch that is none")),
        }
    }
}

/// A field of the fences, and what it holds.
pub(super) fn fence_of(client: &[u8], fence: &[u8]) -> Result<(Box<str>, Marked), Malformed> {
    let client = std::str::from_utf8(client);
    let client = client.map_err(|_| Malformed("a client that is not UTF-8"))?;
    Ok((client.into(), Marked::parse(fence)?))
}

/// What became of a fence.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fenced {
    /// This claim, which is the same one or a later one, has the session.
    Later(Epoch),
    /// There is nothing, and it was not fenced.
    Nothing,
    /// What there is, and by which claims it was fenced before and handed over.
    Yes(Marked, [Epoch; 2]),
}

impl Fenced {
    pub(super) fn read(answer: &[Vec<u8>]) -> Result<Self, Malformed> {
        let epoch = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes);
            Epoch::parse(text.map_err(|_| Malformed("an epoch that is not UTF-8"))?)
        };
        match answer {
            [word, by] if word == b"later" => Ok(Self::Later(epoch(by)?)),
            [word] if word == b"nothing" => Ok(Self::Nothing),
            [word, session, before, heir] if word == b"fenced" => {
                let before = [epoch(before)?, epoch(heir)?];
                Ok(Self::Yes(Marked::parse(session)?, before))
            }
            _ => Err(Malformed("an answer to a fence that is none")),
        }
    }
}

/// How a session is fenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// If there is one.
    IfThere,
    /// Also where there is none: somebody may bring it.
    Always,
    /// Not at all; it is only said where it goes.
    Trace,
}

/// Fences the session of a client in a part.
pub(super) fn fence(keys: &Keys, client: &str, by: &Epoch, how: How) -> Pipeline {
    let (fences, clients, heirs) = (keys.fences(), keys.clients(), keys.heirs());
    let mut pipeline = eval(FENCE, &[keys.meta(), &fences, &clients, &heirs]);
    let how = match how {
        How::IfThere => "there",
        How::Always => "always",
        How::Trace => "trace",
    };
    pipeline.arg(client).arg(by.text()).arg(how);
    pipeline
}

/// Removes the session of a client from a part.
pub(super) fn remove(keys: &Keys, client: &str, by: &Epoch) -> Pipeline {
    let [subscriptions, received, queue, flight] = keys.of_sessions();
    let names = [
        keys.meta(),
        &keys.fences(),
        &keys.clients(),
        keys.sessions(),
        &keys.heirs(),
        &subscriptions,
        &received,
        &queue,
        &flight,
    ];
    let mut pipeline = eval(REMOVE, &names);
    pipeline.arg(client).arg(by.text());
    pipeline
}

fn eval(script: &str, keys: &[&str]) -> Pipeline {
    let mut pipeline = redis::pipe();
    pipeline.cmd("EVAL").arg([LATER, script].concat());
    pipeline.arg(keys.len()).arg(keys);
    pipeline
}

/// Commands as an array of arrays of texts, in MessagePack, which a script of Redis reads without copying argument by argument.
fn packed(commands: &Pipeline) -> Vec<u8> {
    let mut out = Vec::new();
    array(commands.cmd_iter().count(), &mut out);
    for command in commands.cmd_iter() {
        let arguments = command.args_iter();
        array(arguments.len(), &mut out);
        for argument in arguments {
            match argument {
                Arg::Simple(bytes) => text(bytes, &mut out),
                // None of ours goes through what it changes.
                _ => text(b"0", &mut out),
            }
        }
    }
    out
}

/// The head of an array.
fn array(length: usize, out: &mut Vec<u8>) {
    if let Ok(short) = u8::try_from(length)
        && short < 16
    {
        return out.push(0x90 | short);
    }
    out.push(0xdd);
    out.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
}

/// Bytes as a text.
fn text(bytes: &[u8], out: &mut Vec<u8>) {
    match u8::try_from(bytes.len()) {
        Ok(short) if short < 32 => out.push(0xa0 | short),
        _ => {
            out.push(0xdb);
            // Nothing in MQTT is longer than that.
            let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            out.extend(length.to_be_bytes());
        }
    }
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_packed_as_redis_unpacks_them() {
        let mut pipeline = redis::pipe();
        let long = "x".repeat(40);
        pipeline.cmd("SET").arg("k").arg(&long).ignore();
        let mut expected = vec![0x91, 0x93, 0xa3];
        expected.extend(b"SET\xa1k\xdb\0\0\0\x28");
        expected.extend(long.as_bytes());
        assert_eq!(packed(&pipeline), expected);
        let mut many = Vec::new();
        array(17, &mut many);
        assert_eq!(many, [0xdd, 0, 0, 0, 17]);
    }

    #[test]
    fn answers_are_read() {
        let bytes = |words: &[&str]| -> Vec<Vec<u8>> {
            words.iter().map(|word| word.as_bytes().to_vec()).collect()
        };
        assert_eq!(Written::read(&bytes(&["written"])), Ok(Written::Yes));
        let taken = bytes(&["taken", "3", "c", "0 00000000000000000005.0000000000.b"]);
        let Ok(Written::Taken(3, fences)) = Written::read(&taken) else {
            panic!("not taken");
        };
        assert_eq!(&*fences[0].0, "c");
        assert_eq!((fences[0].1.session, fences[0].1.epoch.millis), (None, 5));
        let later = Fenced::read(&bytes(&["later", ""]));
        assert_eq!(later, Ok(Fenced::Later(Epoch::none())));
        for words in [&["taken"][..], &["taken", "x"], &["what"], &[]] {
            assert!(Written::read(&bytes(words)).is_err());
            assert!(Fenced::read(&bytes(words)).is_err());
        }
    }
}
