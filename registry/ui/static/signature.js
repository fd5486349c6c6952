// A field to sign in with a finger, a pen or the mouse. Sends lines of points (0..1 of the field) to the page when a
// stroke ends; nothing is sent while drawing. Who cannot draw types their name in the field below it.
const INK = "#16202a"

export default function (component) {
  const { parentElement, data, setStateValue } = component
  const root = parentElement.querySelector(".r-sign")
  const part = (name) => root.querySelector(`.r-sign-${name}`)
  const state = (root.signing ??= { lines: [], line: null })
  state.tell = () => setStateValue("drawn", { lines: state.lines, ratio: ratio(part("field")) })
  state.words = data.words
  part("label").textContent = data.words.label
  part("clear").textContent = data.words.clear
  root.hidden = false // until here it had no words to be read
  if (!state.wired) {
    state.wired = true
    if (data.drawn) state.lines = data.drawn.lines
    wire(part, state)
  }
  draw(part, state)
}

function wire(part, state) {
  const field = part("field")
  field.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    field.setPointerCapture(event.pointerId)
    state.line = [at(field, event)]
  })
  field.addEventListener("pointermove", (event) => {
    if (!state.line) return
    for (const step of event.getCoalescedEvents?.() ?? [event]) state.line.push(at(field, step))
    draw(part, state)
  })
  const stop = () => {
    if (!state.line) return
    if (state.line.length > 1) state.lines.push(state.line)
    state.line = null
    draw(part, state)
    state.tell()
  }
  field.addEventListener("pointerup", stop)
  field.addEventListener("pointercancel", stop)
  part("clear").addEventListener("click", () => {
    state.lines = []
    draw(part, state)
    state.tell()
  })
  new ResizeObserver(() => draw(part, state)).observe(field)
}

function at(field, event) {
  const box = field.getBoundingClientRect()
  const share = (value, length) => Math.round(Math.min(1, Math.max(0, value / length)) * 10000) / 10000
  return [share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)]
}

function ratio(field) {
  const box = field.getBoundingClientRect()
  return box.height ? box.width / box.height : 1
}

function draw(part, state) {
  const field = part("field")
  const box = field.getBoundingClientRect()
  const sharp = window.devicePixelRatio || 1
  field.width = Math.max(1, box.width * sharp)
  field.height = Math.max(1, box.height * sharp)
  const pen = field.getContext("2d")
  pen.strokeStyle = INK
  pen.lineWidth = 2.5 * sharp
  pen.lineCap = pen.lineJoin = "round"
  for (const line of state.line ? [...state.lines, state.line] : state.lines) {
    pen.beginPath()
    line.forEach(([x, y], n) => (n ? pen.lineTo(x * field.width, y * field.height) : pen.moveTo(x * field.width, y * field.height)))
    pen.stroke()
  }
  part("say").textContent = state.lines.length ? state.words.signed : state.words.empty
}
