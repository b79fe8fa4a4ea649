// 三率走势图. Draws what the table beside it says; without it nothing is missing. No inline code, no HTML tooltips: CSP.
"use strict";
(() => {
  const place = document.getElementById("trend");
  const data = document.getElementById("trend-data");
  if (!place || !data || !window.echarts) return;
  const said = JSON.parse(data.textContent);
  if (!said.series.some((line) => line.data.some((value) => value !== null))) return;
  place.hidden = false;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chart = window.echarts.init(place, null, { renderer: "svg" });
  const looks = [["#17406d", "circle", "solid"], ["#17663a", "triangle", "dashed"], ["#a3261d", "rect", "dotted"]];
  chart.setOption({
    animation: !calm,
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value == null ? "—" : `${value}%`) },
    legend: { top: 0 },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: said.months },
    yAxis: { type: "value", min: 0, max: (range) => Math.max(100, Math.ceil(range.max / 10) * 10), axisLabel: { formatter: "{value}%" } },
    series: said.series.map((line, index) => ({
      type: "line", name: line.name, data: line.data, connectNulls: false, symbolSize: 8, showAllSymbol: true,
      symbol: looks[index][1], itemStyle: { color: looks[index][0] }, lineStyle: { color: looks[index][0], type: looks[index][2], width: 2 },
    })),
  });
  window.addEventListener("resize", () => chart.resize());
})();
