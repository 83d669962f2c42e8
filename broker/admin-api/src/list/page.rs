//! A page of a list.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt;
use std::time::SystemTime;

use prost::Message;

use super::token::digest;
use super::{Fields, Filter, ListError, Order, PageToken};

/// The size of a page if none is said.
const PAGE_SIZE: u32 = 20;

/// The largest page.
pub const MAX_PAGE_SIZE: u32 = 10_000;

/// An answer has at most so many bytes, and one thing, however long its page would be: clients of gRPC take no more than
/// [`MAX_MESSAGE_BYTES`](crate::MAX_MESSAGE_BYTES).
const MAX_PAGE_BYTES: usize = crate::MAX_MESSAGE_BYTES * 3 / 4;

/// What a list is asked for, as the requests of the API spell it, and then what was read of it.
#[derive(Debug, Clone)]
pub struct ListQuery {
    filter: Filter,
    order: Order,
    after: Option<PageToken>,
    /// How many things of the order come before the page, from where it begins.
    offset: usize,
    size: usize,
    /// Whether the page is asked for by its number. Such a page is never cut short, for the next number begins where it should end.
    numbered: bool,
    /// Of what list the tokens are.
    list: u64,
}

/// The arguments of a list. [`Default`] asks for the first page of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListArguments<'a> {
    /// See [`Filter`].
    pub filter: &'a str,
    /// See [`Order`].
    pub order_by: &'a str,
    /// The order if none is asked for. It should be one that does not change while things live, as the time they were made.
    pub default_order: &'a str,
    /// The token of the page before.
    pub page_token: &'a str,
    /// The number of the page, from 1; 0 is 1.
    pub page: u32,
    /// The size of a page; 0 is 20, more than [`MAX_PAGE_SIZE`] is that.
    pub page_size: u32,
    /// Only count.
    pub count_only: bool,
    /// What else the list depends on, so that its tokens are good for no other one.
    pub scope: &'a str,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub things: Vec<T>,
    /// How many there are on all pages.
    pub total: u32,
    /// For the next page; empty on the last.
    pub next_page_token: String,
}

impl ListQuery {
    /// Reads the arguments of a list of things of the type `T`. `now` is what times like `-1h` are counted from.
    ///
    /// # Errors
    /// What cannot be read, and a token of another list.
    pub fn read<T: Fields>(
        arguments: &ListArguments<'_>,
        now: SystemTime,
    ) -> Result<Self, ListError> {
        let filter = Filter::parse::<T>(arguments.filter, now)?;
        let order = if arguments.order_by.trim().is_empty() {
            Order::parse::<T>(arguments.default_order)?
        } else {
            Order::parse::<T>(arguments.order_by)?
        };
        let list = digest(&[
            arguments.filter.as_bytes(),
            arguments.order_by.trim().as_bytes(),
            arguments.scope.as_bytes(),
        ]);
        let after = read_token(arguments, list, &order)?;
        let size = match arguments.page_size {
            _ if arguments.count_only => 0,
            0 => PAGE_SIZE,
            size => size.min(MAX_PAGE_SIZE),
        };
        let before = u64::from(arguments.page.saturating_sub(1)) * u64::from(size);
        Ok(Self {
            filter,
            order,
            after,
            offset: usize::try_from(before).unwrap_or(usize::MAX),
            size: size as usize,
            numbered: arguments.page > 0,
            list,
        })
    }

    /// The filter.
    #[must_use]
    pub const fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Picks the page out of things in any order. It holds as many as come up to the end of the page, however many there are.
    #[must_use]
    pub fn select<T: Fields>(&self, things: impl IntoIterator<Item = T>) -> Page<T> {
        let mut selection = self.selection();
        things.into_iter().for_each(|thing| selection.add(thing));
        selection.finish()
    }

    /// The same for things that come one after the other, with pauses between them.
    #[must_use]
    pub const fn selection<T: Fields>(&self) -> Selection<'_, T> {
        Selection {
            query: self,
            total: 0,
            first: BinaryHeap::new(),
        }
    }

    /// The token of a page that ends with this thing, for one that is cut short.
    #[must_use]
    pub fn token_after<T: Fields>(&self, thing: &T) -> String {
        PageToken::after(thing, &self.order, self.list).encode()
    }
}

impl<T: Fields> Page<T> {
    /// The messages that the page is answered with, and the token for what comes after them: an answer that would become too large
    /// is cut short.
    pub fn show<M: Message>(&self, query: &ListQuery, show: impl Fn(&T) -> M) -> (Vec<M>, String) {
        let (mut messages, mut bytes) = (Vec::with_capacity(self.things.len()), 0);
        for thing in &self.things {
            let message = show(thing);
            bytes += message.encoded_len();
            if let Some(last) = messages.len().checked_sub(1)
                && bytes > MAX_PAGE_BYTES
                && !query.numbered
            {
                return (messages, query.token_after(&self.things[last]));
            }
            messages.push(message);
        }
        (messages, self.next_page_token.clone())
    }
}

/// A page that is being picked.
pub struct Selection<'q, T> {
    query: &'q ListQuery,
    total: u32,
    first: BinaryHeap<Ranked<'q, T>>,
}

impl<T: Fields> Selection<'_, T> {
    /// One more thing.
    pub fn add(&mut self, thing: T) {
        let ListQuery {
            filter,
            order,
            after,
            size,
            ..
        } = self.query;
        if !filter.fits(&thing) {
            return;
        }
        self.total = self.total.saturating_add(1);
        let before = after
            .as_ref()
            .is_some_and(|after| !order.is_after(&thing, after));
        if before || *size == 0 {
            return;
        }
        let thing = Ranked { thing, order };
        // One more than the page holds, which tells that there is a next one.
        if self.first.len() <= self.end() {
            self.first.push(thing);
        } else if let Some(mut last) = self.first.peek_mut()
            && thing < *last
        {
            *last = thing;
        }
    }

    /// The page.
    #[must_use]
    pub fn finish(self) -> Page<T> {
        let (query, end) = (self.query, self.end());
        let mut sorted = self.first.into_sorted_vec();
        let more = sorted.len() > end;
        sorted.truncate(end);
        let page = sorted.drain(query.offset.min(sorted.len())..);
        let things: Vec<T> = page.map(|ranked| ranked.thing).collect();
        let next_page_token = match things.last() {
            Some(last) if more => query.token_after(last),
            _ => String::new(),
        };
        Page {
            things,
            total: self.total,
            next_page_token,
        }
    }

    /// How many things of the order come up to the end of the page, from where it begins.
    const fn end(&self) -> usize {
        self.query.offset.saturating_add(self.query.size)
    }
}

impl<T> fmt::Debug for Selection<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selection")
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

fn read_token(
    arguments: &ListArguments<'_>,
    list: u64,
    order: &Order,
) -> Result<Option<PageToken>, ListError> {
    let wrong = |problem: &str| Err(ListError::new("page_token", 0, problem));
    if arguments.page_token.is_empty() {
        return Ok(None);
    }
    if arguments.page > 1 {
        return wrong("it does not go together with `page`");
    }
    let token = PageToken::parse(arguments.page_token)?;
    if token.list() != list || token.values().len() != order.keys.len() {
        return wrong("it is of a list with another filter or order");
    }
    Ok(Some(token))
}

/// A thing in its order.
struct Ranked<'a, T> {
    thing: T,
    order: &'a Order,
}

impl<T: Fields> Ord for Ranked<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.compare(&self.thing, &other.thing)
    }
}

impl<T: Fields> PartialOrd for Ranked<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Fields> PartialEq for Ranked<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T: Fields> Eq for Ranked<'_, T> {}
