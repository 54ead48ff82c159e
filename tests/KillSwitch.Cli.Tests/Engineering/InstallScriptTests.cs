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

    [Fact]
    public void A_second_installation_replaces_the_releases_files_and_keeps_everybody_elses()
    {
        Install("--from", _release.Folder, "--to", _release["here"]).Code.ShouldBe(0);
        File.WriteAllText(_release["here/my.yaml"], "mine");
        File.WriteAllText(_release["here/release/notes.txt"], "mine");
        File.WriteAllText(_release["here/release/old.txt"], "of the release before");
        File.AppendAllText(_release["here/release/installed.txt"], "./release/old.txt\n");

        var (code, output, error) = Install("--from", _release.Folder, "--to", _release["here"]);

        (code, error).ShouldBe((0, ""));
        output.ShouldContain($" is installed in {_release["here"]}, in place of 0.1.7\n");
        File.ReadAllText(_release["here/my.yaml"]).ShouldBe("mine");
        File.ReadAllText(_release["here/release/notes.txt"]).ShouldBe("mine");
        File.Exists(_release["here/release/old.txt"]).ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(_release["here"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["killswitch", "my.yaml", "release"]);
    }

    [Fact]
    public void A_file_that_lies_where_the_release_has_a_new_one_stays()
    {
        Install("--from", _release.Folder, "--to", _release["here"]).Code.ShouldBe(0);
        var list = _release["here/release/installed.txt"];
        File.WriteAllLines(list, File.ReadAllLines(list).Where(path => path != "./killswitch"));
        File.WriteAllText(_release["here/killswitch"], "mine");

        var (code, _, error) = Install("--from", _release.Folder, "--to", _release["here"]);

        code.ShouldBe(1);
        error.ShouldContain($"`{_release["here/killswitch"]}` was not installed and the release has a file of its name; "
            + "nothing was installed");
        File.ReadAllText(_release["here/killswitch"]).ShouldBe("mine");
    }

    [Theory]
    [InlineData("echo mine > \"$HOME/.local/bin/killswitch\"")]
    [InlineData("ln -s /bin/true \"$HOME/.local/bin/killswitch\"")]
    [InlineData("ln -s /nowhere/killswitch \"$HOME/.local/bin/killswitch\"")]
    [InlineData("mkdir \"$HOME/.local/bin/killswitch\"")]
    public void Somebody_elses_killswitch_in_the_folder_of_programs_stays(string made)
    {
        Directory.CreateDirectory(_release["home/.local/bin"]);
        _release.Shell(made, ("HOME", _release["home"])).Code.ShouldBe(0);
        var before = _release.Shell("ls -l \"$HOME/.local/bin\"", ("HOME", _release["home"])).Output;

        var (code, _, error) = Install("--from", _release.Folder);

        (code, error).ShouldBe((1, $"install.sh: `{_release["home/.local/bin/killswitch"]}` is something else's, and nothing was "
            + "installed: move it away, or name a folder by --to\n"));
        _release.Shell("ls -l \"$HOME/.local/bin\"", ("HOME", _release["home"])).Output.ShouldBe(before);
        Directory.Exists(_release["home/.local/share"]).ShouldBeFalse();
    }

    [Fact]
    public void A_link_into_another_installation_is_replaced()
    {
        Install("--from", _release.Folder, "--to", _release["elsewhere"]).Code.ShouldBe(0);
        Directory.CreateDirectory(_release["home/.local/bin"]);
        File.CreateSymbolicLink(_release["home/.local/bin/killswitch"], _release["elsewhere/killswitch"]);

        Install("--from", _release.Folder).Code.ShouldBe(0);

        new FileInfo(_release["home/.local/bin/killswitch"]).LinkTarget.ShouldBe(_release["home/.local/share/killswitch/killswitch"]);
    }

    [Fact]
    public void What_was_installed_is_removed_and_nothing_else()
    {
        Install("--from", _release.Folder).Code.ShouldBe(0);
        File.WriteAllText(_release["home/.local/share/killswitch/my.yaml"], "mine");

        var (code, output, error) = Install("--remove");

        (code, error).ShouldBe((0, ""));
        output.ShouldContain("with what is not of the release");
        Directory.EnumerateFileSystemEntries(_release["home/.local/share/killswitch"]).Select(Path.GetFileName).ShouldBe(["my.yaml"]);
        Directory.EnumerateFileSystemEntries(_release["home/.local/bin"]).ShouldBeEmpty();
        Install("--remove").ShouldBe((1, "", $"install.sh: nothing was removed: `{_release["home/.local/share/killswitch"]}` is no "
            + "installation; --to names another folder\n"));
    }

    [Fact]
    public void The_path_that_is_printed_holds_wherever_one_is()
    {
        var (code, output, _) = Install("--from", _release.Folder, "--to", "sub/dir");

        code.ShouldBe(0);
        output.ShouldContain($"export PATH=\"{_release["sub/dir"]}:$PATH\"");
    }

    [Fact]
    public void Help_is_help()
    {
        var (code, output, error) = Install("--help");

        (code, error).ShouldBe((0, ""));
        foreach (var option in (string[])["--from URL|DIR", "--to DIR", "--remove"])
            output.ShouldContain(option);
    }

    [Theory]
    [InlineData("", "`SHA256SUMS` of the release is empty, and nothing was installed")]
    [InlineData("0123  install.sh", "`SHA256SUMS` of the release does not list `killswitch-")]
    public void A_release_whose_checksums_lack_the_program_is_said(string sums, string sentence)
    {
        File.WriteAllText(Path.Combine(_release.Folder, "SHA256SUMS"), sums);

        var (code, _, error) = Install("--from", _release.Folder);

        code.ShouldBe(1);
        error.ShouldContain(sentence);
        error.ShouldNotContain("is another");
    }

    // What the shell's tools say is not for a person; the script says it.
    [Theory]
    [InlineData("cannot be unpacked", "tar")]
    [InlineData("cannot be written, and nothing was installed", "cp -R")]
    [InlineData("cannot be replaced", "mv")]
    [InlineData("no folder for temporary files can be made", "mktemp")]
    public void What_a_tool_fails_at_is_one_sentence(string sentence, string broken)
    {
        Install("--from", _release.Folder, "--to", _release["here"]).Code.ShouldBe(0);
        var tool = broken.Split(' ')[0];
        var tools = Directory.CreateDirectory(_release["tools"]).FullName;
        File.WriteAllText(Path.Combine(tools, tool), broken == tool
            ? "#!/bin/sh\necho raw >&2\nexit 1\n"
            : "#!/bin/sh\n[ \"$1\" != -R ] || { echo raw >&2; exit 1; }\nexec /bin/cp \"$@\"\n");
        _release.Shell($"chmod +x '{tools}/{tool}'").Code.ShouldBe(0);

        var (code, _, error) = _release.Script("install.sh", ["--from", _release.Folder, "--to", _release["here"]],
            ("HOME", _release["home"]), ("PATH", $"{tools}:{Environment.GetEnvironmentVariable("PATH")}"));

        code.ShouldBe(1);
        error.ShouldMatch($"^install\\.sh: [^\n]*{sentence}[^\n]*\n$");
        File.Exists(_release["here/killswitch"]).ShouldBeTrue();
    }

    [Fact]
    public void Without_curl_it_is_said_what_is_missing()
    {
        var tools = Directory.CreateDirectory(_release["tools"]).FullName;
        _release.Shell($"ln -s \"$(command -v uname)\" \"$(command -v sh)\" '{tools}'").Code.ShouldBe(0);

        var (code, _, error) = _release.Script("install.sh", ["--from", "https://example.com/latest/download"],
            ("HOME", _release["home"]), ("PATH", tools));

        (code, error).ShouldBe((1, "install.sh: it takes curl to fetch `https://example.com/latest/download`, and there is none: "
            + "install it, or download the release and name its folder by --from\n"));
    }

    [Fact]
    public void Without_a_home_it_does_not_guess()
    {
        var (code, output, error) = _release.Script("install.sh", ["--from", _release.Folder], ("HOME", ""));

        (code, output, error).ShouldBe(
            (2, "", "install.sh: HOME is not set, and so it is not known where to install: --to names a folder\n"));
    }

    [Theory]
    [InlineData("where the release lies is not known")]
    [InlineData("`--form` is not allowed; allowed: --from URL|DIR, --to DIR, --remove, --help", "--form", "x")]
    [InlineData("`--from` takes a value", "--from")]
    [InlineData("`--to` takes a value", "--to", "")]
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
