//! Going through a list page by page.
//!
//! Pages follow each other by token. A broker without tokens, as the one in Go, has numbered pages instead.

/// Where in a list we are.
#[derive(Debug)]
pub(crate) struct Paging {
    /// How many are wanted in all; `None` for all.
    limit: Option<u64>,
    seen: u64,
    pages: u32,
    token: String,
}

/// The most on a page.
const PAGE_SIZE: u32 = 5000;

/// The first page is small, so that something is seen at once.
const FIRST_PAGE_SIZE: u32 = 100;

impl Paging {
    pub(crate) fn new(limit: Option<u64>) -> Self {
        Self {
            limit,
            seen: 0,
            pages: 0,
            token: String::new(),
        }
    }

    /// How many to ask for.
    pub(crate) fn size(&self) -> u32 {
        // Numbered pages are of one size, and tokens do not mind another.
        let page = if self.pages == 0 || self.token.is_empty() {
            FIRST_PAGE_SIZE
        } else {
            PAGE_SIZE
        };
        let missing = self
            .limit
            .map_or(u64::MAX, |limit| limit - self.seen.min(limit));
        if self.pages == 0 || !self.token.is_empty() {
            page.min(u32::try_from(missing).unwrap_or(u32::MAX))
        } else {
            page
        }
    }

    /// The token to ask with.
    pub(crate) fn token(&self) -> String {
        self.token.clone()
    }

    /// The number of the page to ask for; 0 where the token says it.
    pub(crate) fn number(&self) -> u32 {
        if self.token.is_empty() && self.pages > 0 {
            self.pages + 1
        } else {
            0
        }
    }

    /// A page has come. How many of it are wanted, and whether there is another to ask for.
    pub(crate) fn take(&mut self, got: usize, total: u32, token: String) -> (usize, bool) {
        let missing = self
            .limit
            .map_or(u64::MAX, |limit| limit - self.seen.min(limit));
        let wanted = (got as u64).min(missing);
        self.seen += wanted;
        self.pages += 1;
        self.token = token;
        let enough = self.limit.is_some_and(|limit| self.seen >= limit);
        let more = !self.token.is_empty() || self.seen < u64::from(total);
        // It is not more than what came, which is a number of things in memory.
        let wanted = usize::try_from(wanted).unwrap_or(got);
        (wanted, got > 0 && more && !enough)
    }

    /// How many have come.
    pub(crate) const fn seen(&self) -> u64 {
        self.seen
    }

    /// The token of what was not asked for.
    pub(crate) fn rest(&self) -> &str {
        &self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_lead_to_the_end() {
        let mut paging = Paging::new(None);
        assert_eq!((paging.size(), paging.number()), (FIRST_PAGE_SIZE, 0));
        assert_eq!(paging.take(100, 5500, "a".to_owned()), (100, true));
        assert_eq!((paging.size(), paging.number()), (PAGE_SIZE, 0));
        assert_eq!(paging.take(5000, 5500, "b".to_owned()), (5000, true));
        assert_eq!(paging.take(400, 5500, String::new()), (400, false));
        assert_eq!(paging.seen(), 5500);
    }

    #[test]
    fn numbers_lead_to_the_end_of_an_older_broker() {
        let mut paging = Paging::new(None);
        assert_eq!(paging.take(100, 150, String::new()), (100, true));
        assert_eq!((paging.size(), paging.number()), (FIRST_PAGE_SIZE, 2));
        assert_eq!(paging.take(50, 150, String::new()), (50, false));
    }

    #[test]
    fn no_more_than_the_limit_is_asked_for_and_taken() {
        let mut paging = Paging::new(Some(30));
        assert_eq!(paging.size(), 30);
        assert_eq!(paging.take(30, 99, "a".to_owned()), (30, false));
        let mut paging = Paging::new(Some(120));
        paging.take(100, 150, String::new());
        assert_eq!(paging.take(50, 150, String::new()), (20, false));
    }

    #[test]
    fn a_list_that_shrinks_ends() {
        let mut paging = Paging::new(None);
        paging.take(100, 150, String::new());
        assert_eq!(paging.take(0, 150, String::new()), (0, false));
    }
}
