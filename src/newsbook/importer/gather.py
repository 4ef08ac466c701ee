"""From the sources of an import to the files of a project: articles, pictures, manifest, record."""

from __future__ import annotations

import datetime
import hashlib
import json
import posixpath
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from newsbook.content import Block, Picture
from newsbook.diagnostics import Collector, Location
from newsbook.errors import UsageError
from newsbook.importer.duplicates import near_duplicates
from newsbook.importer.fetch import Fetcher, RefusedAddressError
from newsbook.importer.markdown import markdown_of
from newsbook.importer.sources import Found, files_of, is_address, of_address, picture_of
from newsbook.importer.unpacking import unpacked
from newsbook.importer.writing import lock_of, manifest_of, page_of
from newsbook.measure import body_text
from newsbook.model import Article
from newsbook.pictures import load_picture
from newsbook.progress import SILENT, Progress
from newsbook.readers import Source, read_many
from newsbook.readers.gates import USABLE
from newsbook.report import counted
from newsbook.slugs import ascii_slug
from newsbook.tree import has_content, map_blocks, plain_text, walk
from newsbook.world import World

__all__ = ["Imported", "Order", "import_source"]

FOLDER = "articles"
MAX_PAGES = 200  # pages that a feed of summaries leads to


@dataclass(frozen=True, slots=True)
class Order:
    """What the person wants: `source` is a path or an address; `fetcher` None means no network."""

    source: str
    title: str | None = None
    language: str | None = None
    fetcher: Fetcher | None = None
    now: datetime.datetime = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of the project: its file and fields, and where it came from."""

    file: str
    article: Article
    source: str
    sha256: str
    url: str | None = None
    retrieved: str | None = None
    stated: tuple[str, ...] = ()  # fields that its file cannot hold


@dataclass(slots=True)
class Imported:
    """What an import came to: `files` by their paths, the articles, and what was said."""

    files: dict[str, bytes] = field(default_factory=dict)
    articles: list[Kept] = field(default_factory=list)
    findings: Collector = field(default_factory=Collector)
    duplicates: int = 0
    remote: int = 0
    pictures: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Desk:
    """What is at hand while sources are gathered."""

    order: Order
    root: Path
    progress: Progress
    made: Imported = field(default_factory=Imported)
    seen: dict[str, str] = field(default_factory=dict)
    fetched: dict[str, str | None] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)  # pictures that are nowhere

    @property
    def moment(self) -> str:
        return self.order.now.replace(microsecond=0).isoformat()

    # ------------------------------------------------------------ reading
    def take_all(self, sources: list[Found]) -> None:
        """Read sources, one after the other."""
        self.progress.stage("read", len(sources))
        for source in sources:
            self.take(source)
            self.progress.advance(source.file)

    def take(self, found: Found) -> None:
        """Read one source and keep its articles."""
        world = World(
            root=self.root, diagnostics=Collector(), timestamp=self.order.now, allow_embargoed=True
        )
        articles = read_many(Source(found.file, found.data, url=found.url), world)
        self.made.findings.extend(world.diagnostics)
        for article in articles:
            article = self._whole(article, world)
            if not self._has_text(article, found) or not self._is_new(article, found):
                continue
            if found.unpacked or len(articles) > 1:
                self._write(article, found)
            else:
                self._copy(article, found)

    def _whole(self, article: Article, world: World) -> Article:
        """Return the page that a summary in a feed leads to, where it may be fetched."""
        cut = any(d.code == "summary-only" and d.article == article.slug for d in world.diagnostics)
        if not cut or self.order.fetcher is None or not article.url:
            return article
        if len(self.fetched) >= MAX_PAGES:
            return article
        try:
            page = of_address(self.order.fetcher.get(article.url))
        except RefusedAddressError as error:
            self.made.findings.warning("not-fetched", str(error))
            return article
        self.progress.advance(article.url)
        own = World(root=self.root, diagnostics=Collector(), timestamp=self.order.now)
        pages = read_many(Source(page.file, page.data, "html", url=page.url), own)
        longer = pages and len(plain_text(pages[0].body)) > len(plain_text(article.body))
        if not longer:
            return article
        names = ("headline", "byline", "published", "language", "source", "keywords")
        fields: dict[str, Any] = {n: getattr(pages[0], n) or getattr(article, n) for n in names}
        return replace(pages[0], slug=article.slug, url=page.url, **fields)

    def _has_text(self, article: Article, found: Found) -> bool:
        """Whether an article is more than a headline; what is not is reported."""
        if has_content(article.body):
            return True
        links = found.unpacked and article.url and self.order.fetcher is None
        self.made.findings.warning(
            "empty-article",
            f"{plain_text(article.headline) or found.file!r} was left out: it has no text",
            where=Location(found.file),
            hint="fetch its page: import again with --fetch" if links
            else "write its text into a file, and list that in the manifest",
        )  # fmt: skip
        return False

    def _is_new(self, article: Article, found: Found) -> bool:
        """Whether an article was not there before; a repeated one is reported."""
        text = body_text(article.body)
        mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if text else ""
        first = self.seen.get(mark) or (self.seen.get(article.url) if article.url else None)
        name = plain_text(article.headline) or found.file
        if first is not None:
            self.made.duplicates += 1
            self.made.findings.info(
                "duplicate-article", f"{name!r} was left out: it is the same as {first!r}",
                where=Location(found.file),
            )  # fmt: skip
            return False
        for key in (mark, article.url):
            if key:
                self.seen[key] = name
        return True

    # ------------------------------------------------------------ files
    def _name(self, stem: str, suffix: str) -> str:
        """Return a free path for a file."""
        name = f"{FOLDER}/{stem}{suffix}"
        number = 2
        while name.casefold() in {file.casefold() for file in self.made.files}:
            name = f"{FOLDER}/{stem}-{number}{suffix}"
            number += 1
        return name

    def _keep(self, file: str, article: Article, found: Found, stated: tuple[str, ...]) -> None:
        digest = hashlib.sha256(found.data).hexdigest()
        when = self.moment if found.url else None
        source = found.url or found.file
        self.made.articles.append(Kept(file, article, source, digest, article.url, when, stated))

    def _copy(self, article: Article, found: Found) -> None:
        """Keep a document as it is, with the pictures it names."""
        file = f"{FOLDER}/{found.file}"
        self.made.files[file] = found.data
        folder = posixpath.dirname(found.file)
        for picture in _pictures(article.body):
            if is_address(picture):
                self.made.remote += 1
            elif (path := _local(self.root, folder, picture)) is not None:
                inside = path.relative_to(self.root.resolve()).as_posix()
                if (data := picture_of(path, inside, self.made.findings)) is not None:
                    self.made.files[f"{FOLDER}/{inside}"] = data
            elif not picture.startswith("data:"):
                self.absent.append(picture)
        self._keep(file, article, found, ())

    def _write(self, article: Article, found: Found) -> None:
        """Write an article of its own file, with its pictures beside it."""
        stem = ascii_slug(article.slug) or f"article-{len(self.made.articles) + 1}"
        article = self._with_pictures(article, found)
        text, suffix = markdown_of(article), ".md"
        stated: tuple[str, ...] = ()
        file = self._name(stem, suffix)
        if not _is_held(article) and not _reads_back(article, file, text):
            text, suffix = page_of(article), ".html"
            stated = ("headline", "kicker", "deck", "byline", "dateline", "date", "language",
                      "source", "url", "rights")  # fmt: skip
            file = self._name(stem, suffix)
        self.made.files[file] = text.encode("utf-8", "replace")
        self._keep(file, article, found, stated)

    # ------------------------------------------------------------ pictures
    def _with_pictures(self, article: Article, found: Found) -> Article:
        """Return `article` with its pictures in files of the project, if they are at hand."""
        own = {asset.source or asset.key: asset for asset in article.pictures}
        folder = posixpath.dirname(found.file)
        base = found.url and (article.url or found.url)

        def change(node: Any) -> Any:
            if not isinstance(node, Picture):
                return node
            asset = own.get(node.source)
            if asset is not None:
                return replace(node, source=self._picture(asset.key, asset.read()))
            path = None if base else _local(self.root, folder, node.source)
            if path is not None:
                data = picture_of(path, node.source, self.made.findings)
                return replace(node, source=self._picture(path.name, data)) if data else node
            address = urljoin(base or article.url or "", node.source)
            if not is_address(address):
                self.absent += [node.source] if not node.source.startswith("data:") else []
                return node
            return replace(node, source=self._fetched(address) or address)

        return replace(article, body=map_blocks(article.body, change), pictures=())

    def _picture(self, name: str, data: bytes) -> str:
        """Write a picture and return its path from the articles."""
        stem, suffix = posixpath.splitext(name)
        digest = hashlib.sha256(data).hexdigest()
        stem = ascii_slug(stem, limit=40) or "picture"
        target = f"pictures/{stem}{suffix.lower()}"
        if self.made.files.get(f"{FOLDER}/{target}", data) != data:
            target = f"pictures/{stem}-{digest[:8]}{suffix.lower()}"
        self.made.files[f"{FOLDER}/{target}"] = data
        return target

    def _fetched(self, address: str) -> str | None:
        """Fetch a picture where that is wanted; return its path from the articles, or None."""
        if self.order.fetcher is None:
            self.made.remote += 1
            return None
        if address not in self.fetched:
            self.fetched[address] = self._fetch(address, self.order.fetcher)
            self.progress.advance(address)
        return self.fetched[address]

    def _fetch(self, address: str, fetcher: Fetcher) -> str | None:
        try:
            got = fetcher.get(address)
        except RefusedAddressError as error:
            self.made.findings.warning("not-fetched", str(error))
            return None
        world = World(root=self.root, diagnostics=self.made.findings)
        name = posixpath.basename(unquote(urlsplit(address).path)) or "picture"
        asset = load_picture(name, got.data, where=None, world=world)
        if asset is None:
            return None
        target = self._picture(asset.key, got.data)
        self.made.pictures.append(
            {"file": f"{FOLDER}/{target}", "url": address, "retrieved": self.moment,
             "sha256": hashlib.sha256(got.data).hexdigest()}
        )  # fmt: skip
        return target


def _pictures(body: tuple[Block, ...]) -> list[str]:
    return list(dict.fromkeys(n.source for n in walk(body) if isinstance(n, Picture)))


def _local(root: Path, folder: str, name: str) -> Path | None:
    """Return the file inside the place of the import that `name` stands for, or None."""
    world = World(root=root)
    for spelled in dict.fromkeys((name, unquote(name), unquote(urlsplit(name).path))):
        base = "" if spelled.startswith("/") else folder
        path = world.resolve(spelled.lstrip("/"), base=base) if spelled.strip("/") else None
        try:
            if path is not None and path.exists() and not path.is_dir():
                return path
        except OSError:
            continue
    return None


def _kinds(article: Article) -> Counter[str]:
    """Return how many parts of each kind the text has, but for those that change with spelling."""
    names = (type(node).__name__ for node in walk(article.body))
    return Counter(name for name in names if name not in ("Text", "Link", "Span"))


def _is_held(article: Article) -> bool:
    """Whether an article may not be printed, or not yet: only front matter says so."""
    return bool(article.embargo) or article.status.lower() not in USABLE


def _reads_back(article: Article, file: str, text: str) -> bool:
    """Whether `text`, as the file `file`, is read as the same article."""
    world = World(root=Path())
    again = read_many(Source(file, text.encode("utf-8", "replace")), world)
    if len(again) != 1 or world.diagnostics.errors:
        return False
    same = body_text(again[0].body) == body_text(article.body)
    headline = plain_text(again[0].headline) == plain_text(article.headline)
    return same and headline and _kinds(again[0]) == _kinds(article)


def _sorted(articles: list[Kept]) -> list[Kept]:
    """Return articles by date and time of their place (undated ones last), then by file."""
    return sorted(articles, key=lambda k: (not k.article.published,
                                           (k.article.published or "")[:19], k.file))  # fmt: skip


def _report_alike(desk: _Desk) -> None:
    kept = desk.made.articles
    texts = [body_text(k.article.body) for k in kept]
    for first, second, share in near_duplicates(texts):
        names = (plain_text(kept[n].article.headline) or kept[n].file for n in (first, second))
        one, other = names
        desk.made.findings.warning(
            "near-duplicate", f"{other!r} shares {share:.0%} of its text with {one!r}",
            where=Location(kept[second].file), hint="keep one of the two in the manifest",
        )  # fmt: skip


def _report_absent(desk: _Desk) -> None:
    names = list(dict.fromkeys(desk.absent))
    if names:
        desk.made.findings.warning(
            "file-not-found",
            f"{counted(len(names), 'picture')} not beside the source: {', '.join(names[:3])}"
            + ("..." if names[3:] else ""),
            where=Location(posixpath.basename(desk.order.source)),
            hint=f"put them into {FOLDER}/ under these names, or import the archive that holds "
            "them; the book does not build without them",
        )


def import_source(order: Order, progress: Progress = SILENT) -> Imported:
    """Return the project that `order` makes; nothing is written.

    Raises `UsageError` when there is nothing to import, or an address without `fetcher`.
    """
    address = is_address(order.source)
    if address and order.fetcher is None:
        raise UsageError("nothing is fetched unless you say so\nadd --fetch to import from the web")
    if address:
        assert order.fetcher is not None
        desk = _Desk(order, Path(), progress)
        progress.stage("fetch")
        try:
            found = of_address(order.fetcher.get(order.source))
        except RefusedAddressError as error:
            raise UsageError(str(error)) from error
        progress.advance(order.source)
        desk.take_all([found])
    else:
        with unpacked(Path(order.source)) as path:
            desk = _Desk(order, path if path.is_dir() else path.parent, progress)
            desk.take_all(list(files_of(path, desk.made.findings)))
    if not desk.made.articles:
        findings, hint = desk.made.findings, "the warnings say what each of them lacks"
        if not findings.errors and any(d.code == "empty-article" for d in findings):
            findings.error(
                "empty-article", f"{order.source} holds no article with text",
                where=Location(posixpath.basename(order.source)), hint=hint,
            )  # fmt: skip
        if not findings.errors:
            raise UsageError(f"{order.source} holds no articles")
        return desk.made
    desk.made.articles = _sorted(desk.made.articles)
    _report_alike(desk)
    _report_absent(desk)
    desk.made.files["manifest.yml"] = manifest_of(desk.made.articles, order).encode()
    desk.made.files["newsbook.lock"] = (
        json.dumps(
            lock_of(desk.made.articles, desk.made.pictures, order), ensure_ascii=False, indent=2
        ).encode()
        + b"\n"
    )
    return desk.made
