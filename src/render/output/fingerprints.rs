//! What the items are made from that cost most to make.

use crate::site::{ANSWERS_ON_A_PAGE, Address, page_count};

use super::super::fingerprint::{Fingerprint, Ingredients};
use super::super::links::Links;
use super::super::{context, feed, pages};
use super::{Item, Maker};

impl Maker<'_> {
    /// What an expert's page or a feed is made from; of the rest, which are few, it is not worked out.
    pub(super) fn fingerprint(&self, item: Item) -> Option<Fingerprint> {
        match item {
            Item::Expert(index, number) => Some(self.of_expert(index, number)),
            Item::Feed => Some(self.of_feed(None)),
            Item::TopicFeed(index) => Some(self.of_feed(Some(index))),
            _ => None,
        }
    }

    /// What the page of the thread at `index` in the site's list is made from: `page`, but for its texts, and these.
    pub(super) fn of_thread(&self, index: usize, links: &Links<'_>, page: &context::Thread) -> Fingerprint {
        let mut ingredients = self.of_page(links);
        ingredients.add("thread").add_fingerprint(&self.content.fingerprints[index]).add(page);
        ingredients.finish()
    }

    fn of_expert(&self, index: usize, number: usize) -> Fingerprint {
        let expert = &self.site.experts[index];
        let address = Address::expert(&expert.slug).numbered(number);
        let links = Links::relative(&address);
        let value = pages::expert(self.site, self.content, &links, (index, number));
        let mut ingredients = self.of_page(&links);
        ingredients.add("expert").add(&(number, page_count(expert.answers.len(), ANSWERS_ON_A_PAGE))).add(&value);
        for (thread, answer) in pages::slice(&expert.answers, number, ANSWERS_ON_A_PAGE) {
            ingredients.add_fingerprint(&self.content.fingerprints[*thread]).add(answer);
        }
        ingredients.finish()
    }

    fn of_feed(&self, topic: Option<usize>) -> Fingerprint {
        let topic_words = topic.map(|index| {
            let topic = &self.site.topics[index].topic;
            (&topic.slug, &topic.title, &topic.description)
        });
        let mut ingredients = Ingredients::default();
        ingredients.add("feed").add_fingerprint(&self.shared).add(&topic_words);
        for index in feed::threads(self.site, topic) {
            ingredients.add_fingerprint(&self.content.fingerprints[index]);
        }
        ingredients.finish()
    }

    /// What the frame of a page is made from.
    fn of_page(&self, links: &Links<'_>) -> Ingredients {
        let mut ingredients = Ingredients::default();
        ingredients.add_fingerprint(&self.shared).add(links.from.path());
        match self.frames.fingerprint(links) {
            Some(fingerprint) => ingredients.add_fingerprint(fingerprint),
            None => ingredients.add(&self.frame(links, "", "")),
        };
        ingredients
    }
}
