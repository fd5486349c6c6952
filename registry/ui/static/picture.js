// One picture or file, straight to the registry's memory (never to Streamlit's, never to a disk). The page is told that it is
// there; what is shown here is the browser's own copy. A picture can be taken back before anything is done with it.
const SIDE = 1600 // px of a picture taken here: more than a comparison needs

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  const root = parentElement.querySelector(".r-pic")
  const part = (name) => root.querySelector(`.r-pic-${name}`)
  const state = (root.picture ??= { busy: false, shown: null, stream: null })
  state.data = data
  state.tell = (name) => setTriggerValue(name, Date.now())
  for (const name of ["label", "choose", "camera", "hint", "shoot", "remove"]) part(name).textContent = data.words[name] ?? ""
  tellApart(part, data)
  part("file").setAttribute("aria-label", `${data.words.label}. ${data.words.choose}`)
  part("camera").hidden = !data.camera || !navigator.mediaDevices?.getUserMedia
  if (!state.wired) {
    state.wired = true
    wire(part, state)
  }
  if (!state.busy) settled(part, state)
  root.hidden = false // until here it had no words to be read
  return () => stop(part, state)
}

// A page may hold several fields: each part's name in the document is its own.
function tellApart(part, data) {
  const own = (of) => `r-pic-${of}-${data.name}`
  for (const of of ["hint", "fault"]) part(of).id = own(of)
  part("file").setAttribute("aria-describedby", `${own("hint")} ${own("fault")}`)
  part("file").accept = data.accept
}

function wire(part, state) {
  part("file").addEventListener("change", (event) => {
    const [file] = event.target.files
    event.target.value = ""
    if (file) send(part, state, file)
  })
  part("camera").addEventListener("click", () => open(part, state))
  part("shoot").addEventListener("click", () => shoot(part, state))
  part("remove").addEventListener("click", async () => {
    await call(state, "DELETE", state.data.given)
    forget(part, state)
    state.tell("removed")
    part("file").focus()
  })
}

function settled(part, state) {
  const given = Boolean(state.data.given)
  part("seen").hidden = !given
  if (given) part("say").textContent = said(state)
  else forget(part, state)
  fault(part, state.failed || state.data.fault)
}

function said(state) {
  return state.chosen ? `${state.data.words.given} (${state.chosen})` : state.data.words.given
}

async function send(part, state, file) {
  stop(part, state)
  state.failed = ""
  state.chosen = file.name ?? ""
  if (file.size > state.data.limit) return refuse(part, state, state.data.words.large)
  state.busy = true
  fault(part, "")
  part("seen").hidden = true
  part("bar").hidden = false
  show(part, state, file)
  const answer = await put(state, file, (share) => { part("bar").value = share })
  state.busy = false
  part("bar").hidden = true
  if (answer.ok) state.tell("handed")
  else refuse(part, state, answer.text || state.data.words.broken)
}

function refuse(part, state, words) {
  state.failed = words
  if (!state.data.given) forget(part, state)
  part("seen").hidden = !state.data.given
  fault(part, words)
  state.tell("refused")
}

function fault(part, words) {
  const place = part("fault")
  place.hidden = !words
  if (place.textContent !== (words || "")) place.textContent = words || ""
  part("file").toggleAttribute("aria-invalid", Boolean(words))
}

function show(part, state, file) {
  forget(part, state)
  const image = part("img")
  state.shown = URL.createObjectURL(file)
  image.onload = () => { image.hidden = false }
  image.onerror = () => { image.hidden = true }
  image.alt = state.data.words.yours
  image.src = state.shown
}

function forget(part, state) {
  if (state.shown) URL.revokeObjectURL(state.shown)
  state.shown = null
  part("img").hidden = true
  part("img").removeAttribute("src")
}

async function open(part, state) {
  try {
    state.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" }, audio: false })
  } catch {
    return refuse(part, state, state.data.words.noCamera)
  }
  const video = part("video")
  video.srcObject = state.stream
  part("live").hidden = false
  await video.play()
  part("shoot").focus()
}

function shoot(part, state) {
  const video = part("video")
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight))
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(video.videoWidth * scale)
  canvas.height = Math.round(video.videoHeight * scale)
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height)
  canvas.toBlob((blob) => blob && send(part, state, blob), "image/jpeg", 0.92)
}

function stop(part, state) {
  for (const track of state.stream?.getTracks() ?? []) track.stop()
  state.stream = null
  part("video").srcObject = null
  part("live").hidden = true
}

function put(state, file, progress) {
  return new Promise((done) => {
    const sender = new XMLHttpRequest()
    sender.open("PUT", state.data.address)
    sender.setRequestHeader("X-CSRF-Token", state.data.csrf)
    sender.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total) }
    sender.onload = () => {
      let said = {}
      try { said = JSON.parse(sender.responseText) } catch { /* a proxy's own page */ }
      done({ ok: sender.status === 200, text: said.text })
    }
    sender.onerror = sender.ontimeout = () => done({ ok: false })
    sender.send(file)
  })
}

async function call(state, method, address) {
  if (!address) return
  await fetch(address, { method, credentials: "same-origin", headers: { "X-CSRF-Token": state.data.csrf } }).catch(() => {})
}
