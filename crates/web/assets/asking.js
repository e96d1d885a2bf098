// What a script adds to the settings of reminders: rows come and go without a new page.

for (const list of document.querySelectorAll("[data-rows]")) {
  const name = list.dataset.rows;
  const add = document.querySelector(`[data-add][value="${name}"]`);
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const pattern = rows()[0]?.cloneNode(true);

  add.addEventListener("click", (event) => {
    // Without a row to copy, or with many of them, the server answers.
    if (!pattern || rows().length >= 20) return;
    event.preventDefault();
    const row = pattern.cloneNode(true);
    for (const input of row.querySelectorAll("input")) {
      if (input.type === "checkbox") input.checked = false;
      else input.value = "";
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    row.querySelector(".fault")?.remove();
    list.append(row);
    renumber();
    row.querySelector("input").focus();
  });

  list.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-remove]");
    if (!remove) return;
    event.preventDefault();
    remove.closest("[data-row]").remove();
    renumber();
    add.focus();
  });

  function renumber() {
    rows().forEach((row, number) => {
      const legend = row.querySelector("legend");
      legend.textContent = legend.textContent.replace(/\d+/, String(number + 1));
      for (const input of row.querySelectorAll("input")) {
        input.name = input.name.replace(/^([a-z]+)-\d+/, `$1-${number}`);
      }
      row.querySelector("[data-remove]").value = `${name}-${number}`;
    });
  }
}
