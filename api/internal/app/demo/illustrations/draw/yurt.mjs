// A felt yurt with a patterned belt; its foot's middle stands on (x, y).
export function yurt(s, x, y, k) {
  s.group(`transform="translate(${x} ${y}) scale(${k})"`, () => {
    s.ellipse(30, 4, 190, 20, "#1a2413", `opacity="0.55" filter="${s.blur(7)}"`);
    s.path("M-130,0L-138,-92H138L130,0Z", s.linear(["0 #fff4df", "0.3 #f6e7cf", "0.7 #c9b6a2", "1 #8d7d78"], 0));
    s.path("M-144,-90C-110,-150 -60,-186 -30,-196H30C60,-186 110,-150 144,-90Z", s.linear(["0 #fff6e6", "0.35 #f3e2c8", "0.7 #bda994", "1 #7f706c"], 0));
    s.path("M-34,-194C-26,-212 26,-212 34,-194Z", "#6d3b2a");
    s.path("M-26,-198C-18,-208 18,-208 26,-198Z", "#f7c873", 'opacity="0.7"');
    s.path("M-141,-92H141L139,-70H-139Z", "#a3362c");
    for (let i = -6; i <= 6; i += 1) s.path(`M${i * 21},-88c-8,0 -8,10 0,10c8,0 8,-10 0,-10m-8,14c4,-8 12,-8 16,0`, "none", 'stroke="#f5d79a" stroke-width="2"');
    for (const dx of [-84, -42, 42, 84]) s.path(`M${dx * 0.36},-194L${dx},-92`, "none", 'stroke="#8a5c45" stroke-width="3" opacity="0.6"');
    s.path("M-30,0V-78H30V0Z", "#7c2f22");
    s.path("M-24,0V-72H0V0Z", s.linear(["0 #b4542f", "1 #8c3d27"]));
    s.path("M0,0V-72H24V0Z", "#ffcf7d");
    s.path("M0,0V-72H24V0Z", s.linear(["0 #ffe9b0", "1 #e79a45"]));
    s.path("M0,2H24L70,40H-6Z", "#ffcf7d", `opacity="0.35" filter="${s.blur(6)}"`);
  });
}
