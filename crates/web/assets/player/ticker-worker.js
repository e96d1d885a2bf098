// Ticks where a hidden page's timers would sleep: four times a second, and once more at each moment asked for.

let timer = null;

setInterval(() => postMessage("tick"), 250);

onmessage = (message) => {
  clearTimeout(timer);
  timer = setTimeout(() => postMessage("wake"), message.data);
};
