// Sends the chosen photos one by one (two at a time) to the upload route. The page tells how far the batch is, from
// the database; this only sends, counts and lists what was refused. It survives the page's reruns; after a reload of
// the browser the same photos can be chosen again: what is there already is recognised.
const AT_ONCE = 2
const TRIES = 4
const PAUSE_MS = 1500
const AT_A_TIME = 1000
const LARGEST_HASHED = 100_000_000 // bytes: a file is hashed whole, in memory, one at a time

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  const root = parentElement.querySelector(".r-up")
  const state = (root.uploader ??= { queue: [], failed: [], busy: 0, sent: 0, total: 0, refused: 0, batch: null })
  state.data = data
  state.tell = (name) => setTriggerValue(name, Date.now())
  const part = (name) => root.querySelector(`.r-up-${name}`)
  part("choose").textContent = data.words.choose
  part("hint").textContent = data.words.hint
  part("again").textContent = data.words.again
  root.hidden = false // until here it had no words to be read
  if (state.wired) return
  state.wired = true
  wire(root, part, state)
}

function wire(root, part, state) {
  const drop = part("drop")
  part("input").addEventListener("change", (event) => {
    begin(part, state, [...event.target.files])
    event.target.value = ""
  })
  for (const name of ["dragover", "dragenter"])
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("r-over") })
  for (const name of ["dragleave", "drop"])
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("r-over") })
  drop.addEventListener("drop", (event) => begin(part, state, [...event.dataTransfer.files]))
  part("again").addEventListener("click", () => {
    const files = state.failed
    state.failed = []
    part("again").hidden = true
    state.queue.push(...files)
    pump(part, state)
  })
  addEventListener("beforeunload", (event) => { if (state.busy || state.queue.length) event.preventDefault() })
}

async function begin(part, state, files) {
  if (!files.length) return
  const free = !state.busy && !state.queue.length
  if (free) Object.assign(state, { sent: 0, total: 0, refused: 0, failed: [], batch: null })
  if (free) part("list").replaceChildren()
  const missing = await notHere(part, state, files)
  state.total += files.length
  state.sent += files.length - missing.length
  if (!missing.length) { show(part, state); part("say").textContent = state.data.words.all_here; return }
  if (!state.batch) {
    state.batch = goesOn(state, files, missing) || await opened(part, state, missing.length)
    if (!state.batch) return
    state.tell("started")
  }
  state.queue.push(...missing)
  pump(part, state)
}

// Fingerprints of what is chosen, so that files the registry has are not sent again; a browser that computes none
// (a page without https) sends them all, and the registry recognises them.
async function notHere(part, state, files) {
  if (!globalThis.crypto?.subtle) return files
  const hashes = []
  for (const [at, file] of files.entries()) {
    part("say").textContent = state.data.words.looking.replace("{n}", at + 1).replace("{total}", files.length)
    hashes.push(await fingerprint(file))
  }
  const known = new Set()
  for (let first = 0; first < hashes.length; first += AT_A_TIME) {
    const body = JSON.stringify({ files: hashes.slice(first, first + AT_A_TIME).filter(Boolean) })
    const answer = await call("POST", state.data.known, state, { body })
    for (const hash of answer.known ?? []) known.add(hash)
  }
  return files.filter((_, at) => !known.has(hashes[at]))
}

async function fingerprint(file) {
  if (file.size > LARGEST_HASHED) return ""
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  } catch {
    return ""
  }
}

// A batch that broke off goes on under its own number when its files are chosen again.
function goesOn(state, files, missing) {
  const left = state.data.unfinished
  return left && missing.length < files.length && missing.length <= left.missing ? left.batch : null
}

async function opened(part, state, total) {
  const answer = await call("POST", state.data.batches, state, { body: JSON.stringify({ total }) })
  if (!answer.ok) part("say").textContent = answer.text || state.data.words.failed
  return answer.ok ? answer.batch : null
}

function pump(part, state) {
  show(part, state)
  while (state.busy < AT_ONCE && state.queue.length) {
    state.busy += 1
    send(part, state, state.queue.shift()).finally(() => {
      state.busy -= 1
      if (state.busy || state.queue.length) pump(part, state)
      else finish(part, state)
    })
  }
}

async function send(part, state, file) {
  const url = `${state.data.batches}/${state.batch}/photos`
  const headers = { "X-File-Name": encodeURIComponent(file.name) }
  let answer = { ok: false }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    answer = await call("PUT", url, state, { body: file, headers })
    if (answer.status && answer.status < 500) break
    await new Promise((done) => setTimeout(done, PAUSE_MS * (attempt + 1)))
  }
  if (!answer.status || answer.status >= 500 || answer.status === 401) state.failed.push(file)
  else state.sent += 1
  if (answer.text && (!answer.ok || ["refused", "suppressed"].includes(answer.outcome))) {
    state.refused += 1
    list(part, `${file.name}: ${answer.text}`)
  }
  show(part, state)
}

async function call(method, url, state, { body, headers = {} }) {
  try {
    const answer = await fetch(url, {
      method, body, credentials: "same-origin", headers: { ...headers, "X-CSRF-Token": state.data.csrf },
    })
    const said = await answer.json().catch(() => ({}))
    return { ...said, ok: answer.ok, status: answer.status }
  } catch {
    return { ok: false, status: 0 }
  }
}

function list(part, words) {
  const line = document.createElement("li")
  line.textContent = words
  part("list").append(line)
}

function show(part, state) {
  const bar = part("bar")
  bar.hidden = false
  bar.max = state.total
  bar.value = state.sent
  bar.setAttribute("aria-label", state.data.words.choose)
  part("say").textContent = state.data.words.progress
    .replace("{sent}", state.sent).replace("{total}", state.total).replace("{refused}", state.refused)
}

function finish(part, state) {
  show(part, state)
  if (state.failed.length) {
    part("say").textContent = state.data.words.failed
    part("again").hidden = false
  }
  state.tell("finished")
}
