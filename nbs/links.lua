-- Adapts each page to its readers. Pages of the site link to one another by relative paths, so the site works at any
-- address. README.md is also read on GitHub and PyPI: its links are absolute, and its images are paths in the repository.
-- The Markdown copies (.html.md) link to Markdown copies.
local site = "https://mtst-ai.github.io/mtst/"
local repository = "https://github.com/mtst-ai/mtst/blob/main/nbs/"
local output = quarto and quarto.doc and quarto.doc.output_file or ""
local readme = FORMAT:match("gfm") or output:match("README%.md$") -- Quarto writes README.md as commonmark
local html = FORMAT:match("html")
local root = quarto and quarto.project and quarto.project.offset -- from this page to the site's root

local notebook -- path of this page's notebook in nbs/
if quarto and quarto.doc and quarto.project and quarto.project.directory then
  notebook = pandoc.path.make_relative(quarto.doc.input_file, quarto.project.directory):gsub("\\", "/")
end

-- Path of the page that nbdev makes from a notebook: without the number in the notebook's name
local function page_of(folder, name)
  return folder .. name:gsub("^%d+%w*_", "") .. ".html"
end

-- nbdev also links a name in the text of a link, and Markdown can't nest links: keep only the name
local function without_nested(content)
  local plain = pandoc.List({})
  for i, inline in ipairs(content) do
    local rest = inline.t == "Str" and inline.text:match("^%]%(https?:[^)]*%)(.*)$")
    if rest then
      if rest ~= "" then plain:insert(pandoc.Str(rest)) end
    elseif not (inline.t == "Str" and inline.text == "[" and content[i + 1] and content[i + 1].t == "Code") then
      plain:insert(inline)
    end
  end
  return plain
end

function Link(link)
  link.content = without_nested(link.content)
  local folder, name, anchor = link.target:match("^([%w_/.-]-)([%w_]+)%.ipynb(#?.*)$")
  if name and not html then
    local base = ""
    if not readme and notebook then base = pandoc.path.directory(notebook) .. "/" end
    local path = pandoc.path.normalize(base .. page_of(folder, name)):gsub("^%./", "")
    while path:match("[^/]+/%.%./") do path = path:gsub("[^/]+/%.%./", "", 1) end
    link.target = site .. path .. (readme and "" or ".md") .. anchor
  elseif link.target:sub(1, #site) == site and link.target:sub(#site + 1, #site + 5) ~= "demo/" then
    if html and root then
      link.target = root .. "/" .. link.target:sub(#site + 1)
    elseif not html and not readme then
      link.target = link.target:gsub("%.html(#?[^/]*)$", ".html.md%1")
    end
  end
  return link
end

function Image(image)
  if html and not image.attributes["fig-alt"] then -- Quarto shows the text as a caption and leaves the image without it
    image.attributes["fig-alt"] = pandoc.utils.stringify(image.caption)
  end
  if readme and image.src:match("^images/") then image.src = "nbs/" .. image.src end
  return image
end

function Figure(figure) -- GitHub shows an image's alternative text: a caption would repeat it
  if readme then return pandoc.Para(figure.content[1].content) end
end

-- nbdev writes types with their modules, and defaults such as `TrainingConfig(...)` in full. Without them, most parameters
-- fit on a line.
local function short_signature(text)
  local function shorten(limit)
    return function(start, arguments) if #arguments > limit then return start .. "(...)" end end
  end
  local lines = pandoc.List({})
  for line in (text .. "\n"):gmatch("(.-)\n") do
    local code, comment = line:match("^(.-)(%s#%s.*)$")
    code = (code or line):gsub(":Annotated%f[=,)]", "")
    code = code:gsub("%f[%w_][%l_][%w_.]*%.(%u)", "%1"):gsub("numpy%.ndarray", "ndarray")
    code = code:gsub("(=%u%w*)(%b())", shorten(40)):gsub("(=)(%b())", shorten(80))
    lines:insert(code .. (comment or ""))
  end
  return table.concat(lines, "\n")
end

function CodeBlock(block) -- nbdev links names in comments, and a link in a code block would appear as written
  block.text = block.text:gsub("%[`([^`]+)`%]%(" .. site:gsub("%p", "%%%0") .. "[^)]*%)", "`%1`")
  local last = block.text:match("[^\n]*$")
  if block.text:match("^def [%w_]+%(") and (last == block.text or last:match("^%)")) then
    block.text = short_signature(block.text)
  end
  return block
end

function RawBlock(block) -- the style sheet of a pandas table, and the frame with the demo
  local tag = block.format == "html" and block.text:match("^%s*</?(%a+)")
  if not html and (tag == "style" or tag == "iframe") then return {} end
end

-- Chapters and guides: where to run the notebook
local function run_links()
  local file = "https://raw.githubusercontent.com/mtst-ai/mtst/main/nbs/" .. notebook
  local colab = "https://colab.research.google.com/github/mtst-ai/mtst/blob/main/nbs/" .. notebook
  local binder = "https://mybinder.org/v2/gh/mtst-ai/mtst/main?labpath=nbs/" .. notebook
  local parts = pandoc.List({})
  for _, part in ipairs({{"Open in Colab", colab}, {"Open in Binder", binder}, {"Download notebook", file, "download-notebook"}}) do
    if #parts > 0 then parts:extend({pandoc.Str(" · ")}) end
    parts:insert(pandoc.Link(part[1], part[2], "", pandoc.Attr("", {part[3]})))
  end
  return pandoc.Div({pandoc.Para(parts)}, pandoc.Attr("", {"run-links"}))
end

-- Table of contents for phones, where the margin that holds it is hidden
local function contents(blocks)
  local entries = pandoc.List({})
  for _, block in ipairs(blocks) do
    if block.t == "Header" and block.level == 2 and block.identifier ~= "" then
      local text = pandoc.Span(block.content):walk({Link = function(link) return link.content end}).content
      entries:insert({pandoc.Plain({pandoc.Link(text, "#" .. block.identifier)})})
    end
  end
  if #entries < 2 then return {} end
  return {
    pandoc.RawBlock("html", "<details class=\"page-contents\"><summary>On this page</summary>"),
    pandoc.BulletList(entries),
    pandoc.RawBlock("html", "</details>"),
  }
end

-- nbdev gives a documented name a heading of level 3. Before the first section of a page, that would skip level 2.
local function without_skipped_level(blocks)
  local shift
  return blocks:walk({Header = function(header)
    shift = header.level == 2 and 0 or shift or header.level - 2
    header.level = math.max(2, header.level - shift)
    return header
  end})
end

function Pandoc(doc)
  if not html or not notebook then return end
  doc.blocks = without_skipped_level(doc.blocks)
  local first = pandoc.List({})
  if notebook:match("^0%d_") or notebook:match("^guides/") then first:insert(run_links()) end
  first:extend(contents(doc.blocks))
  doc.blocks = first .. doc.blocks
  return doc
end
