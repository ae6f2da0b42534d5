//! What the items are made from that cost most to make.

use crate::site::{ANSWERS_ON_A_PAGE, page_count};

use super::super::fingerprint::{Fingerprint, Ingredients};
use super::super::links::Links;
use super::super::{context, feed, pages};
use super::{Item, Maker, lists, threads};

impl Maker<'_> {
    /// What a feed is made from; of lists and the like, which are few, it is not worked out.
    pub(super) fn fingerprint(&self, item: Item) -> Option<Fingerprint> {
        match item {
            Item::Feed => Some(self.of_feed(None)),
            Item::TopicFeed(index) => Some(self.of_feed(Some(index))),
            _ => None,
        }
    }

    /// What the page of the thread at `index` in the site's list is made from: the thread, and its `surroundings`.
    pub(super) fn of_thread(&self, index: usize, links: &Links<'_>, surroundings: &pages::Surroundings) -> Fingerprint {
        let mut ingredients = self.of_page(links, threads::SECTION);
        ingredients.add("thread").add_fingerprint(&self.content.fingerprints[index]).add(surroundings);
        ingredients.finish()
    }

    /// What the page with `number` of the expert at `index` in the site's list is made from: `page`, which
    /// lacks its answers, and these.
    pub(super) fn of_expert(&self, (index, number): (usize, usize), links: &Links<'_>, page: &context::Expert) -> Fingerprint {
        let expert = &self.site.experts[index];
        let mut ingredients = self.of_page(links, lists::EXPERTS);
        ingredients.add("expert").add(&(number, page_count(expert.answers.len(), ANSWERS_ON_A_PAGE))).add(page);
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
    fn of_page(&self, links: &Links<'_>, section: &'static str) -> Ingredients {
        let mut ingredients = Ingredients::default();
        ingredients.add_fingerprint(&self.shared).add(links.from.path());
        ingredients.add_fingerprint(&self.frames.get(links, section).fingerprint);
        ingredients
    }
}
