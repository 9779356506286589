// Finds documents of a search index: what matches, how well, which words to mark. It knows no page; search.js shows what it
// finds. What an index looks like is told in perfsite/render/search.py.
//
// Every word of a query must be found. Chinese is scanned as it stands, since cutting it into words differs between who
// writes and who asks; where it does not stand anywhere as a whole it is cut along titles, and at last into pairs. Latin
// words are matched from their beginning. Letters are read as pinyin too: whole syllables, initials, or both.
(function () {
  "use strict";

  // How good a find is, by where it is: a title ahead of a heading, ahead of what a page is about, ahead of its text.
  var EXACT = 100;
  var START = 70;
  var INSIDE = 50;
  var HEADING = 30;
  var ABOUT = 0.35;
  var TEXT = 12;
  var LENGTH = 25;
  var OTHER_NAME = 0.95;
  var STEM = 0.92;
  var SYNONYM = 0.8;
  var PIECES = 0.85;
  var LEAST = 0.3;
  var KIND = 6;
  // What is of one period is looked for by its whole name, or else comes after what lasts.
  var DATED = 0.85;
  var LONGEST_QUERY = 80;
  var LONGEST_PIECE = 16;

  var HAN = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  var SEPARATORS = /[\s,;.!?/\\|"'()[\]{}<>:\u3001\u3002\u300a\u300b\u3010\u3011\u201c\u201d\u2018\u2019\u00b7\u2014\u2013\u2192+&_=-]+/;
  // What questions are made of, and what hardly any page is about.
  var STOP_PHRASES = [
    "为什么", "什么时候", "怎么样", "怎么计算", "怎么算", "如何计算", "怎么", "怎样", "多久", "算法", "算", "如何", "什么", "多少", "哪里", "哪个", "哪些", "是否", "能不能", "可以",
    "我们", "我的", "查看", "查询", "一下", "关于", "的", "了", "吗", "呢", "是", "我", "有", "在", "和", "与", "及", "几", "请"
  ];
  var STOP_WORDS = new Set((
    "a an the of to for in on at is are be do does did how what which who when where why can could should my our your we i " +
    "you it its and or by with from get me about there will calculate calculated computed work works"
  ).split(" "));

  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function isLatin(term) {
    return /^[a-z\u00c0-\u024f]/.test(term);
  }

  function isDigit(char) {
    return char >= "0" && char <= "9";
  }

  // Whether a word may begin at a place: what stands before it is of another sort.
  function begins(text, at) {
    if (at === 0) return true;
    var before = text[at - 1];
    var first = text[at];
    if (isDigit(first)) return !isDigit(before) && before !== ".";
    return !isLatin(before);
  }

  // Where a term stands from a place on; a Latin word or a number only where a word begins. -1 where it does not.
  function locate(text, term, from) {
    var at = text.indexOf(term, from);
    if (at < 0 || !(isLatin(term) || isDigit(term[0]))) return at;
    while (at >= 0 && !begins(text, at)) at = text.indexOf(term, at + 1);
    return at;
  }

  // A word without its commonest English endings, to be matched from its beginning.
  function stem(word) {
    if (!/^[a-z]+$/.test(word) || word.length < 4) return word;
    if (word.length > 6 && /ing$|ies$/.test(word)) return word.slice(0, -3);
    if (word.length > 5 && /ed$/.test(word)) return word.slice(0, -2);
    if (word.length > 4 && /(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
    if (/[^suia]s$|[^aeiou]y$/.test(word)) return word.slice(0, -1);
    return word;
  }

  // How well a term matches a name: 0 where it does not.
  function rate(name, term) {
    var at = locate(name, term, 0);
    return at < 0 ? 0 : grade(at, term.length, name.length);
  }

  function grade(at, length, whole) {
    if (length === whole) return EXACT;
    return (at === 0 ? START : INSIDE) + (LENGTH * length) / whole;
  }

  // Names with room in them are looked up without it too: SMART 五问 is SMART五问.
  function squeeze(text) {
    return text.replace(/\s+/g, "");
  }

  // Many short texts in one string, which is scanned far faster than each by itself. `tell`
  // is called once for each text in which a term stands: with its number, where the term stands and how long it is.
  function Pile(texts) {
    var starts = [];
    var length = 0;
    texts.forEach(function (text) {
      starts.push(length);
      length += text.length + 1;
    });
    starts.push(length);
    return { text: texts.join("\n"), starts: starts };
  }

  function scanPile(pile, term, tell) {
    var starts = pile.starts;
    var last = starts.length - 1;
    var low = 0;
    var at = locate(pile.text, term, 0);
    while (at >= 0) {
      var high = last;
      if (starts[low + 1] > at) high = low + 1;
      while (low + 1 < high) {
        var middle = (low + high) >> 1;
        if (starts[middle] <= at) low = middle;
        else high = middle;
      }
      tell(low, at - starts[low], starts[low + 1] - starts[low] - 1);
      low += 1;
      if (low >= last) return;
      at = locate(pile.text, term, starts[low]);
    }
  }

  function Finder(head) {
    var documents = head.documents.map(function (entry) {
      return {
        id: entry[0], kind: entry[1], period: entry[2], title: entry[3], names: entry[4] || [],
        about: entry[5] || [], headings: entry[6] || [], text: null
      };
    });
    var count = documents.length;
    var names = documents.map(function (one) {
      return [fold(one.title)].concat(one.names.map(fold));
    });
    var headings = documents.map(function (one) {
      return one.headings.map(function (heading) { return fold(heading[1]); });
    });
    var allNames = gathered(names);
    var allHeadings = gathered(headings);
    var vocabulary = allNames.pile.text + "\n" + allHeadings.pile.text;
    var ids = new Map();
    documents.forEach(function (one, place) {
      if (!ids.has(one.id)) ids.set(one.id, []);
      ids.get(one.id).push(place);
    });
    var kindBonus = head.kinds.map(function (_, place) {
      return KIND * (1 - place / head.kinds.length);
    });
    var shards = [];
    var squeezed = null;
    // Names of what is there at any time: roles, metrics, teams, terms. Whoever writes words together begins with these.
    var lasting = new Set();
    documents.forEach(function (one, place) {
      if (one.period < 0) names[place].forEach(function (name) { lasting.add(name); });
    });
    // What a kind is called: its own name, and that of the list of its records.
    var kindNames = head.kinds.map(function (kind) {
      var section = (ids.get(kind[2].split("/")[0]) || []).find(function (place) {
        return head.kinds[documents[place].kind][0] === "section";
      });
      return kind[0] === "section" ? [] : [fold(kind[1])].concat(section === undefined ? [] : names[section]);
    });
    var remembered = new Map();
    var sounds = null;
    var synonyms = readSynonyms();

    function gathered(lists) {
      var texts = [];
      var owners = [];
      var weights = [];
      lists.forEach(function (list, place) {
        list.forEach(function (text, number) {
          texts.push(text);
          owners.push(place);
          weights.push(number ? OTHER_NAME : 1);
        });
      });
      return { pile: Pile(texts), owners: owners, weights: weights };
    }

    // By a name of a term, all its other names: whoever looks for one looks for all. 关键绩效指标（KPI） is two names.
    function readSynonyms() {
      var found = new Map();
      documents.forEach(function (one, place) {
        if (head.kinds[one.kind][0] !== "term") return;
        var group = new Set();
        names[place].forEach(function (name) {
          group.add(name);
          var parts = /^(.+?)\s*\((.+)\)$/.exec(name);
          if (parts) group.add(parts[1]).add(parts[2]);
        });
        group.forEach(function (name) {
          var others = Array.from(group).filter(function (other) { return other.indexOf(name) < 0; });
          if (others.length) found.set(name, (found.get(name) || []).concat(others));
        });
      });
      return found;
    }

    // The texts of documents from a place on. They may come in any order, and each once.
    function add(first, texts) {
      texts.forEach(function (text, offset) {
        documents[first + offset].text = text;
      });
      shards.push({ first: first, pile: Pile(texts.map(fold)) });
      remembered.clear();
    }

    // What a term is worth in each document, in `scores`; what its names alone are worth, in `own`.
    function scan(term, weight, scores, own) {
      scanPile(allNames.pile, term, function (number, at, length) {
        var place = allNames.owners[number];
        var score = grade(at, term.length, length) * weight * allNames.weights[number];
        if (score > own[place]) own[place] = score;
        if (score > scores[place]) scores[place] = score;
      });
      scanPile(allHeadings.pile, term, function (number, at, length) {
        var place = allHeadings.owners[number];
        var score = weight * (HEADING + (18 * term.length) / length);
        if (score > scores[place]) scores[place] = score;
      });
      shards.forEach(function (shard) {
        scanPile(shard.pile, term, function (number, at) {
          var place = shard.first + number;
          var score = weight * (TEXT + 4 * (1 - Math.min(at, 400) / 400));
          if (score > scores[place]) scores[place] = score;
        });
      });
    }

    // Pinyin. Each name is a row of what its signs may sound like: a list of syllables, or the sign itself.
    function readSounds() {
      if (sounds) return sounds;
      var readings = new Map();
      Object.keys(head.sounds).forEach(function (syllable) {
        Array.from(head.sounds[syllable]).forEach(function (char) {
          if (!readings.has(char)) readings.set(char, []);
          readings.get(char).push(syllable);
        });
      });
      sounds = names.map(function (each) {
        return each.map(function (name) {
          return HAN.test(name) ? Array.from(name, function (char) { return readings.get(char) || char; }) : null;
        });
      });
      return sounds;
    }

    // How far from a place of a row letters can be read: {end, initials} or null. A sign takes a whole syllable, its first
    // letter (or zh, ch, sh), or, as the last one, any beginning of a syllable.
    function readAlong(row, place, letters, from, initials) {
      if (from === letters.length) return { end: place, initials: initials };
      if (place >= row.length) return null;
      var sign = row[place];
      if (typeof sign === "string") {
        return sign === letters[from] && from > 0 ? readAlong(row, place + 1, letters, from + 1, initials) : null;
      }
      var left = letters.length - from;
      var best = null;
      for (var number = 0; number < sign.length; number += 1) {
        var syllable = sign[number];
        if (syllable[0] !== letters[from]) continue;
        var found = null;
        if (letters.startsWith(syllable, from)) found = readAlong(row, place + 1, letters, from + syllable.length, initials);
        if (!found && left < syllable.length && syllable.startsWith(letters.slice(from))) {
          found = { end: place + 1, initials: initials || left < 2 };
        }
        if (!found && syllable[1] === "h" && letters[from + 1] === "h") {
          found = readAlong(row, place + 1, letters, from + 2, true);
        }
        if (!found && syllable.length > 1) found = readAlong(row, place + 1, letters, from + 1, true);
        if (found && (!best || (best.initials && !found.initials))) best = found;
        if (best && !best.initials) return best;
      }
      return best;
    }

    // Where and how well letters are read in a row: {start, end, score} or null.
    function soundIn(row, letters) {
      var best = null;
      for (var start = 0; start < row.length; start += 1) {
        if (typeof row[start] === "string") continue;
        var found = readAlong(row, start, letters, 0, false);
        if (!found) continue;
        var share = (LENGTH * (found.end - start)) / row.length;
        var whole = start === 0 && found.end === row.length;
        var score = found.initials
          ? (whole ? 80 : (start === 0 ? 40 : 22) + share)
          : (whole ? 90 : (start === 0 ? START : INSIDE) - 8 + share);
        if (found.initials && start > 0 && letters.length < 3) continue;
        if (!best || score > best.score) best = { start: start, end: found.end, score: score };
      }
      return best;
    }

    function asLetters(term) {
      var letters = term.replace(/[\s'\u2019]/g, "").replace(/\u00fc/g, "v");
      return letters.length > 1 && letters.length < 40 && /^[a-z]+$/.test(letters) ? letters : "";
    }

    function scanSounds(letters, scores, own) {
      readSounds();
      for (var place = 0; place < count; place += 1) {
        var rows = sounds[place];
        for (var number = 0; number < rows.length; number += 1) {
          var found = rows[number] && soundIn(rows[number], letters);
          if (!found) continue;
          var score = found.score * (number ? OTHER_NAME : 1);
          if (score > own[place]) own[place] = score;
          if (score > scores[place]) scores[place] = score;
        }
      }
    }

    // What a page is about counts for the page: a person's goals are found by the person's name, however it is typed.
    function spread(own, scores, term) {
      var ofKind = kindNames.map(function (each) {
        return Math.max.apply(null, each.map(function (name) { return rate(name, term); }).concat(0)) * ABOUT;
      });
      for (var place = 0; place < count; place += 1) {
        var about = documents[place].about;
        if (ofKind[documents[place].kind] > scores[place]) scores[place] = ofKind[documents[place].kind];
        for (var number = 0; number < about.length; number += 1) {
          var score = own[about[number]] * ABOUT;
          if (score > scores[place]) scores[place] = score;
        }
      }
    }

    // What a term is worth in every document, with all its forms: {scores, needles}.
    function weigh(term) {
      if (remembered.has(term)) return remembered.get(term);
      if (remembered.size > 60) remembered.clear();
      var scores = new Float64Array(count);
      var own = new Float64Array(count);
      var needles = [term];
      scan(term, 1, scores, own);
      var short = stem(term);
      if (short !== term) {
        scan(short, STEM, scores, own);
        needles.push(short);
      }
      (synonyms.get(term) || []).forEach(function (other) {
        scan(other, SYNONYM, scores, own);
        needles.push(other);
      });
      var letters = asLetters(term);
      if (letters) scanSounds(letters, scores, own);
      spread(own, scores, short);
      var found = { scores: scores, needles: needles };
      remembered.set(term, found);
      return found;
    }

    function stopAt(text, from) {
      for (var number = 0; number < STOP_PHRASES.length; number += 1) {
        if (text.startsWith(STOP_PHRASES[number], from)) return STOP_PHRASES[number].length;
      }
      return 0;
    }

    // Cuts what stands together along the longest stretches of titles and headings, without what questions are made of.
    function cut(chunk) {
      var pieces = [];
      var rest = "";
      var keep = function () {
        if (rest) pieces.push(rest);
        rest = "";
      };
      var at = 0;
      while (at < chunk.length) {
        var run = /^[a-z0-9.%]+/.exec(chunk.slice(at));
        if (run) {
          keep();
          pieces.push(run[0]);
          at += run[0].length;
          continue;
        }
        var size = nameAt(chunk, at);
        var stop = size ? 0 : stopAt(chunk, at);
        if (stop) {
          keep();
          at += stop;
          continue;
        }
        size = size || stretchAt(chunk, at);
        if (size > 1) {
          keep();
          pieces.push(chunk.slice(at, at + size));
          at += size;
        } else {
          rest += chunk[at];
          at += 1;
        }
      }
      keep();
      return pieces;
    }

    // How long the longest name is that stands at a place.
    function nameAt(chunk, at) {
      for (var size = Math.min(LONGEST_PIECE, chunk.length - at); size > 1; size -= 1) {
        if (lasting.has(chunk.slice(at, at + size))) return size;
      }
      return 0;
    }

    // How long the longest stretch of any title or heading is that stands at a place.
    function stretchAt(chunk, at) {
      var size = 1;
      while (
        at + size < chunk.length && size < LONGEST_PIECE && HAN.test(chunk[at + size]) &&
        vocabulary.indexOf(chunk.slice(at, at + size + 1)) >= 0
      ) size += 1;
      return size;
    }

    function pairs(piece) {
      var found = [];
      for (var at = 0; at + 1 < piece.length; at += 1) found.push(piece.slice(at, at + 2));
      return found;
    }

    // Several terms to one score: their mean by length, drawn toward the least of them, and 0 for a document that lacks
    // more of them than it may. `parts` are the terms' own scores, `lengths` how long they are.
    function together(parts, lengths, atLeast) {
      var scores = new Float64Array(count);
      var whole = lengths.reduce(function (sum, length) { return sum + length; }, 0);
      for (var place = 0; place < count; place += 1) {
        var sum = 0;
        var matched = 0;
        var least = EXACT;
        for (var number = 0; number < parts.length; number += 1) {
          var score = parts[number][place];
          if (score > 0) {
            sum += score * lengths[number];
            matched += lengths[number];
          }
          if (score < least) least = score;
        }
        if (matched && matched >= whole * atLeast) scores[place] = (1 - LEAST) * (sum / whole) + LEAST * least;
      }
      return scores;
    }

    function weighAll(terms, atLeast) {
      var found = terms.map(weigh);
      return {
        scores: together(
          found.map(function (one) { return one.scores; }), terms.map(function (term) { return term.length; }), atLeast
        ),
        needles: [].concat.apply([], found.map(function (one) { return one.needles; }))
      };
    }

    function raise(scores, others, weight) {
      for (var place = 0; place < count; place += 1) {
        if (others[place] * weight > scores[place]) scores[place] = others[place] * weight;
      }
    }

    // All documents that have every term of a query, or where there is none (`loose`) at least half of it.
    function find(query) {
      // 26年 is 2026年.
      var folded = fold(query).trim().slice(0, LONGEST_QUERY).replace(/(^|[^0-9])([0-9]{2})(?=\s*\u5e74)/g, "$120$2");
      var chunks = folded.split(SEPARATORS).filter(Boolean);
      if (!chunks.length) return { hits: [], needles: [], letters: "", loose: false };
      var kept = chunks.filter(function (chunk) { return !STOP_WORDS.has(chunk); });
      if (!kept.length) kept = chunks;
      var needles = [];
      var parts = kept.map(function (chunk) {
        var found = weigh(chunk);
        var mine = Float64Array.from(found.scores);
        needles = needles.concat(found.needles);
        if (HAN.test(chunk) && chunk.length > 2) {
          var pieces = cut(chunk);
          if (pieces.length > 1 || (pieces.length && pieces[0] !== chunk)) {
            var cutUp = weighAll(pieces, 1);
            raise(mine, cutUp.scores, PIECES);
            needles = needles.concat(cutUp.needles);
          }
        }
        return mine;
      });
      var scores = together(parts, kept.map(function (chunk) { return chunk.length; }), 1);
      if (chunks.length > 1) {
        raisePhrase(squeeze(folded), scores, needles);
        (synonyms.get(folded) || []).forEach(function (other) {
          scan(other, SYNONYM, scores, new Float64Array(count));
          needles.push(other);
        });
      }
      (ids.get(folded) || []).forEach(function (place) { scores[place] = EXACT; });
      var hits = gather(scores);
      var loose = false;
      if (!hits.length) {
        var found = looseScores(kept);
        hits = gather(found.scores);
        needles = found.needles;
        loose = hits.length > 0;
      }
      return {
        hits: hits, loose: loose, letters: asLetters(folded),
        needles: Array.from(new Set(needles)).sort(function (a, b) { return b.length - a.length; })
      };
    }

    // A query of several words may be one name: zhang hao bo, 大区 经理, net revenue.
    function raisePhrase(phrase, scores, needles) {
      squeezed = squeezed || gathered(names.map(function (each) { return each.map(squeeze); }));
      scanPile(squeezed.pile, phrase, function (number, at, length) {
        var place = squeezed.owners[number];
        var score = grade(at, phrase.length, length) * squeezed.weights[number];
        if (score > scores[place]) scores[place] = score;
      });
      var letters = asLetters(phrase);
      if (letters) {
        var own = new Float64Array(count);
        var sounding = new Float64Array(count);
        scanSounds(letters, sounding, own);
        spread(own, sounding, phrase);
        raise(scores, sounding, 1);
      } else if (HAN.test(phrase)) {
        needles.push(phrase);
      }
    }

    function looseScores(chunks) {
      var terms = [];
      chunks.forEach(function (chunk) {
        (HAN.test(chunk) ? cut(chunk) : [chunk]).forEach(function (piece) {
          var unknown = HAN.test(piece) && piece.length > 2 && !weigh(piece).scores.some(Boolean);
          terms = terms.concat(unknown ? pairs(piece) : [piece]);
        });
      });
      return weighAll(Array.from(new Set(terms)), 0.5);
    }

    function gather(scores) {
      var hits = [];
      for (var place = 0; place < count; place += 1) {
        if (!(scores[place] > 0)) continue;
        var dated = documents[place].period >= 0 && scores[place] < EXACT * OTHER_NAME;
        var score = scores[place] * (dated ? DATED : 1) + kindBonus[documents[place].kind];
        hits.push({ place: place, score: score });
      }
      return hits.sort(function (a, b) { return b.score - a.score || a.place - b.place; });
    }

    // Names that differ from a query by little, for who mistyped: places of documents, the nearest first.
    function near(query, most) {
      var folded = squeeze(fold(query)).slice(0, 24);
      if (folded.length < 2) return [];
      var allowed = HAN.test(folded) ? (folded.length < 5 ? 1 : 2) : Math.min(3, Math.ceil(folded.length / 4));
      var letters = asLetters(folded);
      var rows = letters ? readSounds() : [];
      var found = [];
      documents.forEach(function (one, place) {
        if (one.period >= 0) return;
        var best = allowed + 1;
        names[place].forEach(function (name, number) {
          best = Math.min(best, distance(folded, squeeze(name), best));
          var row = letters && rows[place][number];
          if (row && row.length < 12) {
            var said = row.map(function (sign) { return typeof sign === "string" ? sign : sign[0]; }).join("");
            best = Math.min(best, distance(letters, said, best));
          }
        });
        if (best <= allowed && best < folded.length) found.push({ place: place, distance: best });
      });
      found.sort(function (a, b) { return a.distance - b.distance || a.place - b.place; });
      return found.slice(0, most).map(function (one) { return one.place; });
    }

    // The spans of a text to mark, as [text, whether it is marked].
    function mark(text, found, letters) {
      var shown = mapped(text);
      var marked = [];
      found.forEach(function (needle) {
        for (var at = locate(shown.folded, needle, 0); at >= 0; at = locate(shown.folded, needle, at + needle.length)) {
          marked.push([shown.places[at], shown.places[at + needle.length]]);
        }
      });
      if (!marked.length && letters && HAN.test(text)) {
        var known = documents.length && readings(text);
        var heard = soundIn(known, letters);
        if (heard) {
          var signs = Array.from(text);
          var start = signs.slice(0, heard.start).join("").length;
          marked.push([start, start + signs.slice(heard.start, heard.end).join("").length]);
        }
      }
      return spans(text, marked);
    }

    function readings(text) {
      readSounds();
      var folded = Array.from(text, fold);
      return folded.map(function (char) {
        var found = [];
        Object.keys(head.sounds).forEach(function (syllable) {
          if (HAN.test(char) && head.sounds[syllable].indexOf(char) >= 0) found.push(syllable);
        });
        return found.length ? found : char;
      });
    }

    // A stretch of a document's text around what was found in it, or its beginning.
    function excerpt(place, found, size) {
      var text = documents[place].text || "";
      var shown = mapped(text);
      var first = -1;
      found.some(function (needle) {
        first = locate(shown.folded, needle, 0);
        return first >= 0;
      });
      var at = first < 0 ? 0 : shown.places[first];
      var start = Math.max(0, at - Math.floor(size / 3));
      var end = Math.min(text.length, start + size);
      start = Math.max(0, Math.min(start, end - size));
      if (start > 0) start = wordStart(text, start, at);
      if (end < text.length) end = wordEnd(text, end);
      return { text: (start > 0 ? "…" : "") + text.slice(start, end).trim() + (end < text.length ? "…" : ""), found: first >= 0 };
    }

    // The heading of a document in which something was found: [anchor, words] or null.
    function headingOf(place, found) {
      var number = headings[place].findIndex(function (heading) {
        return found.some(function (needle) { return needle.length > 1 && locate(heading, needle, 0) >= 0; });
      });
      var inName = names[place].some(function (name) {
        return found.some(function (needle) { return locate(name, needle, 0) >= 0; });
      });
      return number >= 0 && !inName ? documents[place].headings[number] : null;
    }

    function addressOf(place) {
      var one = documents[place];
      return head.kinds[one.kind][2].replace("*", one.id);
    }

    if (head.texts) add(0, head.texts);
    return {
      documents: documents, find: find, near: near, add: add, mark: mark, excerpt: excerpt, headingOf: headingOf,
      addressOf: addressOf
    };
  }

  function wordStart(text, start, limit) {
    for (var at = start; at < limit && at < start + 20; at += 1) {
      if (/[\s\u3000-\u303f\uff00-\uffef]/.test(text[at - 1]) || HAN.test(text[at])) return at;
    }
    return start;
  }

  function wordEnd(text, end) {
    for (var at = end; at > end - 20 && at > 0; at -= 1) {
      if (/\s/.test(text[at]) || HAN.test(text[at])) return at;
    }
    return end;
  }

  // A text folded sign by sign, and for each place in that where it came from.
  function mapped(text) {
    var folded = "";
    var places = [];
    var at = 0;
    Array.from(text).forEach(function (sign) {
      var each = sign < "\u0080" ? sign.toLowerCase() : fold(sign);
      for (var number = 0; number < each.length; number += 1) places.push(at);
      folded += each;
      at += sign.length;
    });
    places.push(at);
    return { folded: folded, places: places };
  }

  function spans(text, marked) {
    var parts = [];
    var at = 0;
    marked.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; }).forEach(function (span) {
      if (span[1] <= at) return;
      var start = Math.max(span[0], at);
      if (start > at) parts.push([text.slice(at, start), false]);
      parts.push([text.slice(start, span[1]), true]);
      at = span[1];
    });
    if (at < text.length) parts.push([text.slice(at), false]);
    return parts;
  }

  // How many signs must be typed otherwise, left out, put in or exchanged; `limit` where it is that many or more.
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) >= limit) return limit;
    var before = [];
    var last = [];
    for (var j = 0; j <= b.length; j += 1) last.push(j);
    for (var i = 1; i <= a.length; i += 1) {
      var row = [i];
      for (j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last;
      last = row;
    }
    return Math.min(last[b.length], limit);
  }

  if (typeof module === "object") module.exports = { Finder: Finder, fold: fold };
  else window.perfsiteFinder = Finder;
})();
