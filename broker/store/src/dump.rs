//! A whole store, or a part of it, as a stream of bytes: for `gmqtt store export`, and for what a backup keeps of sessions.
//!
//! ```text
//! dump:  | "gmqtt dump" | format u32 | frames ... | end |
//! frame: | length of the body u32, not 0 | crc32 of the body u32 | changes of that format |
//! end:   | 0 u32 | crc32 of the rest u32 | sessions u64 | entries u64 | retained u64 |
//! ```
//!
//! Changes are in the order in which [`Restore`] is told of them. A message stands before the first change that refers to it, and
//! there only. Without the end a dump is not complete.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;

use gmqtt_protocol::PacketId;

use crate::batch::Batch;
use crate::change::{Change, Entry, Message, MessageId, SessionKey, SessionState, Subscription};
use crate::codec::{Malformed, Put, Reader};
use crate::encoding::{Changes, FORMAT, OLDEST};
use crate::store::{BoxFuture, Kept, QueueSummary, Restore};
use crate::transfer::Progress;

const MAGIC: &[u8; 10] = b"gmqtt dump";
/// A frame that has so much gets no more.
const FRAME: usize = 256 * 1024;
/// The length and the checksum of a frame.
const HEAD: usize = 8;
/// The counts at the end.
const COUNTS: usize = 24;

/// Writes what it is given as a dump.
#[derive(Debug)]
pub struct Dump<W> {
    out: W,
    /// Only these clients, and nothing that is retained.
    only: Option<HashSet<String>>,
    /// The session that is being written is left out.
    skips: bool,
    frame: Batch,
    written: HashSet<MessageId>,
    progress: Progress,
    failure: Option<io::Error>,
}

impl<W: Write + Send> Dump<W> {
    /// Of everything. The beginning is written at once.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        out.write_all(&FORMAT.to_le_bytes())?;
        Ok(Self {
            out,
            only: None,
            skips: false,
            frame: Batch::new(),
            written: HashSet::new(),
            progress: Progress::default(),
            failure: None,
        })
    }

    /// Only of the sessions of these clients, without retained messages.
    #[must_use]
    pub fn only(mut self, clients: HashSet<String>) -> Self {
        self.only = Some(clients);
        self
    }

    /// Writes the end. Returns what was written and where to.
    ///
    /// # Errors
    /// When a part of it could not be written: the dump is of no use then.
    pub fn finish(mut self) -> io::Result<(W, Progress)> {
        self.flush();
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let mut counts = Vec::with_capacity(COUNTS);
        counts.put_u64(self.progress.sessions);
        counts.put_u64(self.progress.entries);
        counts.put_u64(self.progress.retained);
        let mut end = Vec::with_capacity(HEAD + COUNTS);
        end.put_u32(0);
        end.put_u32(crc32fast::hash(&counts));
        end.put(&counts);
        self.out.write_all(&end)?;
        self.out.flush()?;
        Ok((self.out, self.progress))
    }

    fn flush(&mut self) {
        if self.frame.is_empty() || self.failure.is_some() {
            return;
        }
        let body = self.frame.body();
        let length = u32::try_from(body.len()).map_err(|_| too_large());
        let written = length.and_then(|length| {
            self.out.write_all(&length.to_le_bytes())?;
            self.out.write_all(&crc32fast::hash(body).to_le_bytes())?;
            self.out.write_all(body)
        });
        self.failure = written.err();
        self.frame.clear();
    }

    fn push(&mut self, change: &Change<'_>) {
        self.frame.push(change);
        if self.frame.size() >= FRAME {
            self.flush();
        }
    }

    fn put(&mut self, id: MessageId, message: Option<Message<'_>>) {
        if let Some(message) = message
            && self.written.insert(id)
        {
            // In the frame of what refers to it: it is not written between the two.
            self.frame.push(&Change::PutMessage { id, message });
        }
    }
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "a message is too large")
}

impl<W: Write + Send> Restore for Dump<W> {
    fn session(&mut self, session: SessionKey, state: SessionState<'_>) {
        let only = self.only.as_ref();
        self.skips = only.is_some_and(|only| !only.contains(state.client_id));
        if !self.skips {
            self.progress.sessions += 1;
            self.push(&Change::PutSession { session, state });
        }
    }

    fn subscription(&mut self, session: SessionKey, subscription: Subscription<'_>) {
        if !self.skips {
            self.push(&Change::PutSubscription {
                session,
                subscription,
            });
        }
    }

    fn received(&mut self, session: SessionKey, packet_id: PacketId) {
        if !self.skips {
            self.push(&Change::Received { session, packet_id });
        }
    }

    fn queue(&mut self, _: SessionKey, summary: QueueSummary) -> usize {
        if self.skips { 0 } else { summary.entries }
    }

    fn has_message(&self, id: MessageId) -> bool {
        self.written.contains(&id)
    }

    fn entry(&mut self, session: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        if !self.skips {
            self.put(entry.message, message);
            self.progress.entries += 1;
            self.push(&Change::Enqueue { session, entry });
        }
    }

    fn retained(&mut self, topic: &str, message: MessageId, body: Option<Message<'_>>) {
        if self.only.is_none() {
            self.put(message, body);
            self.progress.retained += 1;
            self.push(&Change::PutRetained { topic, message });
        }
    }

    fn proceed(&mut self) -> BoxFuture<'_, ControlFlow<()>> {
        let failed = self.failure.is_some();
        Box::pin(std::future::ready(if failed {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }))
    }
}

/// Why a dump cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The disk, or whatever it comes from.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is something else.
    #[error("this is not what `gmqtt store export` writes")]
    NotADump,
    /// A newer gmqtt wrote it.
    #[error(
        "it has format {0}, this gmqtt reads up to {FORMAT}: use the gmqtt that wrote it, or a newer one"
    )]
    Newer(u32),
    /// A bit of it has changed.
    #[error("it is damaged {place} bytes from its beginning: {what}")]
    Damaged {
        /// Where.
        place: u64,
        /// What.
        what: String,
    },
    /// Its end is missing.
    #[error("it is not complete: its end is missing")]
    Incomplete,
    /// Messages of sessions that are left out must be kept in memory, because others have them, too; there are too many.
    #[error(
        "it shares too many messages with sessions that are left out: replace those, or read it into an empty store"
    )]
    TooMuchHeld,
    /// Whoever was to take it does not want more.
    #[error("reading was stopped")]
    Stopped,
}

/// What may be held in memory of messages that were given and not taken, in bytes.
const MOST_HELD: usize = 256 << 20;

/// Reads a dump, and gives what is in it to `into`. Its parts are checked one by one: to know that all of it can be read, read it
/// once before anything is made of it.
///
/// # Errors
/// When it cannot be read, or is damaged or not complete.
pub async fn read_dump(
    from: &mut (dyn Read + Send),
    into: &mut dyn Restore,
) -> Result<Progress, DumpError> {
    let mut reading = Reading {
        from,
        format: FORMAT,
        place: 0,
        session: None,
        held: HashMap::new(),
        held_bytes: 0,
        progress: Progress::default(),
    };
    reading.begin()?;
    while let Some(body) = reading.frame()? {
        reading.give(&body, into)?;
        if into.proceed().await.is_break() {
            return Err(DumpError::Stopped);
        }
    }
    Ok(reading.progress)
}

struct Reading<'a> {
    from: &'a mut (dyn Read + Send),
    format: u32,
    place: u64,
    session: Option<SessionKey>,
    /// Messages that were given and not taken: the next session that has one is given it again.
    held: HashMap<MessageId, Kept>,
    held_bytes: usize,
    progress: Progress,
}

impl Reading<'_> {
    fn begin(&mut self) -> Result<(), DumpError> {
        let mut magic = [0; MAGIC.len()];
        let mut format = [0; 4];
        let read = self
            .exactly(&mut magic)
            .and_then(|()| self.exactly(&mut format));
        match read {
            Err(DumpError::Incomplete) => return Err(DumpError::NotADump),
            read => read?,
        }
        if magic != *MAGIC {
            return Err(DumpError::NotADump);
        }
        match u32::from_le_bytes(format) {
            format @ OLDEST..=FORMAT => {
                self.format = format;
                Ok(())
            }
            newer if newer > FORMAT => Err(DumpError::Newer(newer)),
            _ => Err(DumpError::NotADump),
        }
    }

    /// The next frame; `None` at the end.
    fn frame(&mut self) -> Result<Option<Vec<u8>>, DumpError> {
        let mut head = [0; HEAD];
        self.exactly(&mut head)?;
        let mut from = Reader::new(&head);
        let (Ok(length), Ok(crc)) = (from.u32(), from.u32()) else {
            return Err(DumpError::Incomplete);
        };
        let is_end = length == 0;
        let length = if is_end {
            COUNTS as u64
        } else {
            u64::from(length)
        };
        // What is claimed is not believed: it grows as it comes.
        let mut body = Vec::new();
        (&mut *self.from).take(length).read_to_end(&mut body)?;
        if (body.len() as u64) < length {
            return Err(DumpError::Incomplete);
        }
        if crc32fast::hash(&body) != crc {
            return Err(self.damaged("a checksum is wrong"));
        }
        self.place += length;
        if !is_end {
            return Ok(Some(body));
        }
        let mut from = Reader::new(&body);
        let mut count = || from.u64().ok();
        let counts = (count(), count(), count());
        let Progress {
            sessions,
            entries,
            retained,
            left_out: _,
        } = self.progress;
        if counts != (Some(sessions), Some(entries), Some(retained)) {
            return Err(self.damaged("there is not as much as its end says"));
        }
        let mut more = [0];
        if self.from.read(&mut more)? > 0 {
            return Err(self.damaged("something follows its end"));
        }
        Ok(None)
    }

    fn exactly(&mut self, bytes: &mut [u8]) -> Result<(), DumpError> {
        match self.from.read_exact(bytes) {
            Ok(()) => {
                self.place += bytes.len() as u64;
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Err(DumpError::Incomplete)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn damaged(&self, what: &str) -> DumpError {
        DumpError::Damaged {
            place: self.place,
            what: what.to_owned(),
        }
    }

    fn give(&mut self, body: &[u8], into: &mut dyn Restore) -> Result<(), DumpError> {
        let mut put = None;
        for change in Changes::of_format(body, self.format) {
            let (_, _, change) =
                change.map_err(|error: Malformed| self.damaged(&error.to_string()))?;
            let is_of_session = |session| self.session == Some(session);
            match change {
                Change::PutSession { session, state } => {
                    self.session = Some(session);
                    self.progress.sessions += 1;
                    into.session(session, state);
                }
                Change::PutSubscription {
                    session,
                    subscription,
                } if is_of_session(session) => into.subscription(session, subscription),
                Change::Received { session, packet_id } if is_of_session(session) => {
                    into.received(session, packet_id);
                }
                Change::PutMessage { id, message } => put = Some((id, message)),
                Change::Enqueue { session, entry } if is_of_session(session) => {
                    let id = entry.message;
                    let put = put.take().filter(|(put, _)| *put == id);
                    let held = self.held.get(&id).map(Kept::message);
                    self.progress.entries += 1;
                    let message = put.map(|(_, message)| message);
                    into.entry(session, entry, message.or(held));
                    self.hold(id, message, into)?;
                }
                Change::PutRetained { topic, message: id } => {
                    let put = put.take().filter(|(put, _)| *put == id);
                    let held = self.held.get(&id).map(Kept::message);
                    self.progress.retained += 1;
                    let message = put.map(|(_, message)| message);
                    into.retained(topic, id, message.or(held));
                    self.hold(id, message, into)?;
                }
                _ => return Err(self.damaged("a change that has no place there")),
            }
        }
        Ok(())
    }

    /// Keeps a message that was given just now if it was not taken, and forgets it when it was.
    fn hold(
        &mut self,
        id: MessageId,
        message: Option<Message<'_>>,
        into: &dyn Restore,
    ) -> Result<(), DumpError> {
        let size = |message: &Message<'_>| {
            message.payload.len() + message.properties.len() + message.topic.len() + 100
        };
        if into.has_message(id) {
            if let Some(kept) = self.held.remove(&id) {
                self.held_bytes -= size(&kept.message());
            }
        } else if let Some(message) = message {
            self.held_bytes += size(&message);
            if self.held_bytes > MOST_HELD {
                return Err(DumpError::TooMuchHeld);
            }
            self.held.insert(id, Kept::of(&message));
        }
        Ok(())
    }
}
