-- Links between pages, as each reader needs them. On the site they are relative, so that it can be read from any address;
-- GitHub and PyPI know no pages, so in README.md they are absolute, and pictures lie where the repository has them.
local site = "https://mtst-ai.github.io/mtst/"
local readme = FORMAT:match("gfm")
local top = quarto and quarto.project and quarto.project.offset -- from this page to the site's first

function Link(link)
  if readme then
    local folder, name, anchor = link.target:match("^([%w_/]-)([%w_.]+)%.ipynb(#?.*)$")
    if name then link.target = site .. folder .. name:gsub("^%d+%w*_", "") .. ".html" .. anchor end
  elseif FORMAT:match("html") and top and link.target:sub(1, #site) == site then
    link.target = top .. "/" .. link.target:sub(#site + 1)
  end
  return link
end

function Image(image)
  if readme and image.src:match("^images/") then image.src = "nbs/" .. image.src end
  return image
end

function Figure(figure) -- GitHub shows the alternative text of a picture, so no caption that says it again
  if readme then return pandoc.Para(figure.content[1].content) end
end

function CodeBlock(block) -- nbdev links names in comments too, and inside a block a link would be shown as it is written
  block.text = block.text:gsub("%[`([^`]+)`%]%(" .. site:gsub("%p", "%%%0") .. "[^)]*%)", "`%1`")
  return block
end
