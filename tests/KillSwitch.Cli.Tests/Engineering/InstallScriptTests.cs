namespace KillSwitch.Cli.Tests.Engineering;

/// <summary><c>eng/install.sh</c> installs what the release was made with, and nothing else.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private readonly LocalRelease _release = new();

    public void Dispose() => _release.Dispose();

    [Fact]
    public void It_installs_into_the_home_and_again_over_itself_and_says_what_the_path_lacks()
    {
        for (var times = 0; times < 2; times++)
        {
            var (code, output, error) = Install("--from", _release.Folder);

            (code, error).ShouldBe((0, ""));
            output.ShouldContain("is installed");
            output.ShouldContain($"export PATH=\"{_release["home"]}/.local/bin:$PATH\"");
        }

        File.ResolveLinkTarget(_release["home/.local/bin/killswitch"], returnFinalTarget: true)!.FullName
            .ShouldBe(_release["home/.local/share/killswitch/killswitch"]);
        File.Exists(_release["home/.local/share/killswitch/release/release.json"]).ShouldBeTrue();
    }

    [Fact]
    public void A_program_that_is_not_the_releases_is_not_installed_and_what_is_there_stays()
    {
        Install("--from", _release.Folder, "--to", _release["here"]).Code.ShouldBe(0);
        File.WriteAllText(_release["here/mark"], "");
        _release.Tamper();

        var (code, _, error) = Install("--from", _release.Folder, "--to", _release["here"]);

        code.ShouldBe(1);
        error.ShouldContain("is not what the release was made with, and nothing was installed: its SHA-256 is another");
        File.Exists(_release["here/mark"]).ShouldBeTrue();
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        Directory.CreateDirectory(_release["mine"]);
        File.WriteAllText(_release["mine/thesis.txt"], "years");

        var (code, _, error) = Install("--from", _release.Folder, "--to", _release["mine"]);

        code.ShouldBe(1);
        error.ShouldContain("holds something else, and nothing was installed");
        File.Exists(_release["mine/thesis.txt"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("where the release lies is not known")]
    [InlineData("`--form` is not allowed; allowed: --from URL|DIR, --to DIR", "--form", "x")]
    [InlineData("`--from` takes a value", "--from")]
    [InlineData("`http://example.com` is not read", "--from", "http://example.com")]
    public void A_mistake_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, _, error) = Install(arguments);

        code.ShouldBe(2);
        error.ShouldContain(sentence);
    }

    [Fact]
    public void A_folder_that_is_no_release_is_said()
    {
        var (code, _, error) = Install("--from", _release.Work);

        (code, error).ShouldBe((1, $"install.sh: the release in `{_release.Work}` lacks `SHA256SUMS`\n"));
    }

    private (int Code, string Output, string Error) Install(params string[] arguments) =>
        _release.Script("install.sh", arguments, ("HOME", _release["home"]), ("KILLSWITCH_RELEASE", ""));
}
