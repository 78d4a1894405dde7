-- Quarto adds require.js and jQuery from a CDN to each page with an HTML output. The HTML of our pages is tables and
-- sliders, which need neither, so remove both: pages then load nothing from other hosts.
for name in (os.getenv("QUARTO_PROJECT_OUTPUT_FILES") or ""):gmatch("[^\n]+") do
  if name:match("%.html$") then
    local file = assert(io.open(name, "rb"))
    local text = file:read("a")
    file:close()
    local page = text
    for _, library in ipairs({"jquery", "requirejs"}) do
      page = page:gsub('<script src="https://cdn%.jsdelivr%.net/npm/' .. library .. '[^>]*></script>\n?', "")
    end
    page = page:gsub('<script type="application/javascript">define%(\'jquery\'[^\n]*</script>\n?', "")
    if page ~= text then
      file = assert(io.open(name, "wb"))
      file:write(page)
      file:close()
    end
  end
end
