// The peer site for `xtask bench build`: what sitegen makes of the corpus, made by Eleventy.
// `content/` gets the corpus, and `_data/topics.json` its topics.

const SITE = { title: "A corpus", url: "https://corpus.example" };
const ON_A_LIST = 100;
const ANSWERS_ON_A_PAGE = 25;

/** Takes the `{#a1}` behind a heading as its id, as sitegen and Hugo do. */
function headingIds(markdown) {
  markdown.core.ruler.push("heading_ids", (state) => {
    state.tokens.forEach((token, index) => {
      const text = state.tokens[index + 1]?.children?.at(-1);
      const id = token.type === "heading_open" && text?.content.match(/ *\{#([^}]+)\}$/);
      if (id) {
        token.attrSet("id", id[1]);
        text.content = text.content.slice(0, id.index);
      }
    });
  });
}

const pagesOf = (length, entries) =>
  Array.from({ length: Math.max(1, Math.ceil(entries.length / length)) }, (_, page) => entries.slice(page * length, (page + 1) * length));

/** The entries cut into pages, each with its address and those of its neighbours. */
function paginated(address, entries, length, more) {
  const pages = pagesOf(length, entries);
  const href = (page) => address.replace(/\.html$/, page === 0 ? ".html" : `-${page + 1}.html`);
  const hrefs = pages.map((_, page) => href(page));
  return pages.map((entries, page) => ({ ...more, entries, href: hrefs[page], hrefs, total: pages.flat().length }));
}

const byTitle = (one, other) => one.data.title.localeCompare(other.data.title, "en");
const strip = (html) => html.replace(/<[^>]*>/g, "").replace(/&quot;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&").trim();

/** The question, and each answer's heading and words, cut from the rendered body. */
function parts(html) {
  const [question, ...answers] = html.split("<h2");
  return { question, answers: answers.map((answer) => answer.split(/(?<=<\/h2>)/)).map(([heading, body]) => ({ heading: `<h2${heading}`, body })) };
}

const day = (date) => date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const days = new Map();
const cachedDay = (date) => days.get(+date) ?? days.set(+date, day(date)).get(+date);

const byline = (answer, date) => {
  const who = answer.name ? `${answer.name}, ${answer.credentials}` : "Name not given in the source";
  return `${who} · ${answer.specialty} · ${answer.place} · Rated ${answer.rating} of 5 from ${answer.reviews} reviews when copied, ${cachedDay(date)}`;
};

function structuredData(data, html) {
  const { question, answers } = parts(html);
  const url = SITE.url + data.page.url;
  const topic = data.topics.find((topic) => topic.slug === data.topic);
  const crumbs = [["Home", "/"], [topic.title, `/${topic.slug}/`], [data.title, data.page.url]];
  return JSON.stringify({
    "@context": "https://schema.org",
    "@type": "WebPage",
    name: data.title,
    url,
    inLanguage: "en",
    breadcrumb: {
      "@type": "BreadcrumbList",
      itemListElement: crumbs.map(([name, href], index) => ({ "@type": "ListItem", position: index + 1, name, item: SITE.url + href })),
    },
    mainEntity: {
      "@type": "Question",
      name: data.title,
      text: strip(question),
      answerCount: data.answers.length,
      suggestedAnswer: data.answers.map((answer, index) => ({
        "@type": "Answer",
        text: strip(answers[index].body),
        url: `${url}#${answer.id}`,
        ...(answer.name && { author: { "@type": "Person", name: answer.name, honorificSuffix: answer.credentials, jobTitle: answer.specialty } }),
      })),
    },
  }).replace(/</g, "\\u003c");
}

/** The Markdown twin: the raw text with the bylines in words. */
function twin({ data, rawInput }) {
  const [question, ...answers] = rawInput.split(/^## /m);
  const sections = data.answers.map((answer, index) => {
    const [heading, ...body] = answers[index].split("\n");
    return `## ${heading.replace(/ *\{#.*\}$/, "")}\n\n${byline(answer, data.page.date)}\n\n${body.join("\n").trim()}`;
  });
  const source = `${data.source.file}, copied on ${cachedDay(data.page.date)}`;
  return [`# ${data.title}`, question.trim(), ...sections, "## Disclaimer of the source", data.disclaimer, "## Source", source].join("\n\n");
}

/** Each expert's answers, in pages. */
function experts(threads) {
  const found = new Map();
  for (const thread of threads) {
    for (const [index, answer] of thread.data.answers.entries()) {
      if (answer.expert) {
        found.set(answer.expert, [...(found.get(answer.expert) ?? []), { thread, index, answer }]);
      }
    }
  }
  return [...found].map(([slug, answers]) => ({ slug, answers, expert: answers[0].answer }));
}

export default function (eleventyConfig) {
  const threads = (collections) => collections.getFilteredByTag("thread");
  const topics = (collections) => threads(collections)[0].data.topics;
  const ofTopic = (collections, slug) => threads(collections).filter((thread) => thread.data.topic === slug).sort(byTitle);

  eleventyConfig.amendLibrary("md", (markdown) => markdown.use(headingIds));
  eleventyConfig.addGlobalData("site", SITE);
  eleventyConfig.addPassthroughCopy({ static: "/" });
  eleventyConfig.addFilter("parts", parts);
  eleventyConfig.addFilter("day", cachedDay);
  eleventyConfig.addFilter("byline", byline);
  eleventyConfig.addFilter("strip", strip);
  eleventyConfig.addFilter("twin", twin);
  eleventyConfig.addFilter("isoDate", (date) => date.toISOString().slice(0, 10));
  eleventyConfig.addFilter("named", (answers) => answers.filter((answer) => answer.name).length);
  eleventyConfig.addFilter("disclaimers", (entries) => [...new Set(entries.map(({ thread }) => thread.data.disclaimer))]);
  eleventyConfig.addFilter("letter", (title) => title[0].toUpperCase());
  eleventyConfig.addFilter("structuredData", function (html) {
    return structuredData(this.ctx, html);
  });
  eleventyConfig.addCollection("topicPages", (collections) =>
    topics(collections).flatMap((topic) => paginated(`/${topic.slug}/index.html`, ofTopic(collections, topic.slug), ON_A_LIST, topic)),
  );
  eleventyConfig.addCollection("counted", (collections) => topics(collections).map((topic) => ({ ...topic, count: ofTopic(collections, topic.slug).length })));
  eleventyConfig.addCollection("letterPages", (collections) => paginated("/a-z.html", threads(collections).sort(byTitle), ON_A_LIST));
  eleventyConfig.addCollection("changePages", (collections) => paginated("/changes.html", threads(collections).sort((one, other) => other.date - one.date), ON_A_LIST));
  eleventyConfig.addCollection("expertPages", (collections) =>
    experts(threads(collections)).flatMap((expert) => paginated(`/experts/${expert.slug}.html`, expert.answers, ANSWERS_ON_A_PAGE, expert)),
  );
  eleventyConfig.addCollection("expertLists", (collections) =>
    paginated("/experts/index.html", experts(threads(collections)).sort((one, other) => (one.slug < other.slug ? -1 : 1)), ON_A_LIST),
  );
  eleventyConfig.addCollection("feeds", (collections) => [
    { title: SITE.title, href: "/", threads: threads(collections).slice(-100) },
    ...topics(collections).map((topic) => ({ title: topic.title, href: `/${topic.slug}/`, threads: ofTopic(collections, topic.slug).slice(-100) })),
  ]);
  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
