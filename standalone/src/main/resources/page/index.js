'use strict';
const status = document.getElementById('upload');
const rows = document.getElementById('videos');
const drop = document.getElementById('drop');

function upload(file) {
  const request = new XMLHttpRequest();
  request.open('POST', '/api/v1/uploads?name=' + encodeURIComponent(file.name));
  request.upload.onprogress = e => { status.textContent = `Uploading ${file.name}: ${Math.round(100 * e.loaded / e.total)} %`; };
  request.onload = () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* not JSON: the status says enough */ }
    status.textContent = request.status === 202 ? `${file.name} is in.` : `${file.name} was not taken: ${answer.detail || request.status}`;
    refresh();
  };
  request.onerror = () => { status.textContent = `${file.name} could not be sent. Is Segue still running?`; };
  request.send(file);
}

document.getElementById('file').onchange = e => [...e.target.files].forEach(upload);
drop.ondragover = e => { e.preventDefault(); drop.classList.add('over'); };
drop.ondragleave = () => drop.classList.remove('over');
drop.ondrop = e => { e.preventDefault(); drop.classList.remove('over'); [...e.dataTransfer.files].forEach(upload); };

function cell(row, content, className) {
  const td = row.insertCell();
  if (className) td.className = className;
  td.append(content);
}

function show(v) {
  const row = document.createElement('tr');
  cell(row, v.name || v.videoId);
  row.title = v.warnings.map(w => w.sentence).join('\n');
  const open = v.state === 'running' || v.state === 'stuck';
  cell(row, v.state === 'running' ? v.reached || 'waiting' : v.state, ['rejected', 'failed', 'stuck'].includes(v.state) ? 'bad' : '');
  if (open) {
    const bar = document.createElement('progress');
    if (v.units) { bar.max = v.units; bar.value = v.unitsDone; }
    const both = document.createElement('span');
    both.append(bar, ' ', v.units ? `${v.unitsDone}/${v.units} units` : '', v.speed ? `, ${v.speed.toFixed(2)}x` : '');
    cell(row, both);
  } else {
    cell(row, v.sentence || '', 'quiet');
  }
  if (v.state === 'published') {
    const a = document.createElement('a');
    a.href = '/play/' + v.videoId;
    a.textContent = 'Play';
    cell(row, a);
  } else {
    cell(row, '');
  }
  return row;
}

async function refresh() {
  try {
    const answer = await fetch('/api/v1/videos');
    if (answer.ok) rows.replaceChildren(...(await answer.json()).videos.map(show));
  } catch { /* the server is away; the next round asks again */ }
}
refresh();
setInterval(refresh, 1000);
