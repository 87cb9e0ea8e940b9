'use strict';
const id = location.pathname.split('/').pop();
const video = document.getElementById('video');
const status = document.getElementById('status');

function play(url) {
  if (window.Hls && Hls.isSupported()) {
    const hls = new Hls();
    window.hls = hls;
    hls.on(Hls.Events.ERROR, (_, e) => { if (e.fatal) status.textContent = `Playback failed: ${e.details}`; });
    hls.on(Hls.Events.LEVEL_SWITCHED, (_, e) => { status.textContent = `Playing ${hls.levels[e.level].height}p`; });
    hls.loadSource(url);
    hls.attachMedia(video);
  } else {
    video.src = url; // Safari plays HLS by itself
  }
  video.play().catch(() => { status.textContent = 'Press play.'; });
}

function row(r) {
  const tr = document.createElement('tr');
  [[r.id], [r.codecs], [r.size], [Math.round(r.averageBandwidthBps / 1000) + ' kb/s', 'n'], [r.frames, 'n'], [r.bytes, 'n']]
    .forEach(([text, c]) => { const td = tr.insertCell(); td.textContent = text; if (c) td.className = c; });
  return tr;
}

function note(text) {
  const li = document.createElement('li');
  li.textContent = text;
  return li;
}

function notes(v) {
  return [...v.warnings.map(w => w.sentence), ...v.leftOut.map(o => `${o.what} is left out: ${o.sentence}`)].map(note);
}

async function load() {
  const answer = await fetch('/api/v1/videos/' + encodeURIComponent(id));
  if (answer.status === 503) { status.textContent = 'Nobody can tell right now; asking again.'; setTimeout(load, 3000); return; }
  if (!answer.ok) { status.textContent = 'There is no such video.'; return; }
  const v = await answer.json();
  document.getElementById('name').textContent = v.name || id;
  document.getElementById('notes').replaceChildren(...notes(v));
  if (v.state === 'published') {
    document.getElementById('hls').href = v.hls;
    document.getElementById('dash').href = v.dash;
    document.getElementById('renditions').replaceChildren(...v.renditions.map(row));
    play(v.hls);
  } else if (v.state === 'running' || v.state === 'stuck') {
    status.textContent = `Not ready yet: ${v.reached || 'waiting'} ${v.units ? v.unitsDone + '/' + v.units + ' units' : ''}`;
    setTimeout(load, 1000);
  } else {
    status.textContent = v.sentence || v.state;
  }
}
load();
