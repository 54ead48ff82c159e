using KillSwitch.Aws.Tests.Api;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Tests.Session;

public class ListCallTests
{
    [Fact]
    public void No_list_of_AWS_is_read_by_its_first_page() => PagedCalls.Bare(typeof(ExitCode).Assembly).ShouldBeEmpty();
}
