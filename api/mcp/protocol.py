"""The Model Context Protocol itself: tools and prompts as its package has them."""

import logging
from typing import Any, Final, cast

import mcp_types as types
from litestar import Request
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from api import about
from api.http import errors
from api.mcp import offered, prompts
from api.mcp.answers import built_in, text
from api.mcp.declaration import Tool
from api.problems import ProblemError
from api.state import AppState

Context = ServerRequestContext[Any, Any]
# Its messages repeat what was asked, and drafts are confidential. Failures are logged by api/http/errors.py.
SILENT: Final = logging.CRITICAL + 1


class Protocol:
    """Answers the requests of the protocol from the state of the application."""

    def __init__(self, services: AppState) -> None:
        self.services = services
        self.tools = types.ListToolsResult(tools=[listed(each) for each in offered.TOOLS.values()])
        self.schemas = {name: each.input_schema for name, each in offered.TOOLS.items()}

    def server(self) -> Server[Any]:
        logging.getLogger("mcp").setLevel(SILENT)
        server: Server[Any] = Server(
            about.NAME.lower(),
            version=str(about.CONTRACT),
            title=about.NAME,
            description=about.ABOUT,
            website_url=self.services.settings.public_url,
            instructions=offered.INSTRUCTIONS,
            get_tool_input_schema=self.schemas.get,
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_prompts=self.list_prompts,
            on_get_prompt=self.get_prompt,
        )
        server.middleware.clear()  # traces, which would tell what was asked
        return server

    async def list_tools(
        self, _: Context, _page: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return self.tools

    async def call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = offered.TOOLS.get(params.name)
        if tool is None:
            raise refused(f"There is no such tool. The tools are {', '.join(offered.TOOLS)}.")
        try:
            answer = await offered.answer(self.services, tool, params.arguments or {})
        except Exception as error:  # noqa: BLE001 - the package would lose what it says
            return failed(context, error)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text(answer))], structured_content=built_in(answer)
        )

    async def list_prompts(
        self, _: Context, _page: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=[listed_prompt(each) for each in prompts.PROMPTS.values()])

    async def get_prompt(self, _: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        prompt = prompts.PROMPTS.get(params.name)
        if prompt is None:
            raise refused(f"There is no such prompt. The prompts are {', '.join(prompts.PROMPTS)}.")
        try:
            written = prompts.written(prompt, params.arguments or {})
        except ProblemError as problem:
            raise refused(offered.explained(problem)) from problem
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=written))
        return types.GetPromptResult(description=prompt.about, messages=[message])


def refused(message: str) -> MCPError:
    return MCPError(types.INVALID_PARAMS, message)


def failed(context: Context, error: Exception) -> types.CallToolResult:
    """Answer with what went wrong in words of our own, and log it as the API does."""
    problem = errors.to_problem(cast("Request[Any, Any, Any]", context.request), error)
    content = types.TextContent(type="text", text=offered.explained(problem))
    return types.CallToolResult(content=[content], is_error=True)


def listed(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def listed_prompt(prompt: prompts.Prompt) -> types.Prompt:
    argument = types.PromptArgument(name=prompt.argument, description=prompt.argument_about, required=True)
    return types.Prompt(name=prompt.name, title=prompt.title, description=prompt.about, arguments=[argument])
