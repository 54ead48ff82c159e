using System.Net;
using System.Net.Sockets;
using KillSwitch.Cli.Deploying;
using KillSwitch.Cli.Inputs;

namespace KillSwitch.Cli.Tests.Deploying;

public sealed class ReleaseTests : IDisposable
{
    private readonly ReleaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_read_with_its_version_templates_and_packages()
    {
        using var release = await ReadAsync(_folder.Folder);

        release.Version.ShouldBe("0.9.12");
        release.Home.Options.ShouldContain("runningJobs");
        release.Sensor.Options.ShouldBe(["architecture"]);
        (await release.PackageAsync("arm64")).File.ShouldBe("kill-switch-lambda-arm64.zip");
    }

    [Fact]
    public async Task The_same_is_had_from_addresses_that_begin_alike()
    {
        using var server = new HttpListener();
        var url = Serve(server);

        using var release = await ReadAsync(url + "/v0.9.12/");

        release.Version.ShouldBe("0.9.12");
        (await Should.ThrowAsync<BadInputException>(() => ReadAsync(url + "/gone"))).Message.ShouldBe(
            $"`{url}/gone/SHA256SUMS` cannot be had: the server says 404");
    }

    [Theory]
    [InlineData("release.json")]
    [InlineData("guard.template.json")]
    [InlineData("sensor.template.json")]
    public async Task One_letter_more_is_not_what_the_release_was_made_with(string file)
    {
        await File.AppendAllTextAsync(_folder[file], " ", TestContext.Current.CancellationToken);

        (await RefusedAsync()).ShouldBe($"the release in `{_folder.Folder}` cannot be trusted, and nothing was done: `{file}` is not what the "
            + "release was made with: its SHA-256 is another");
    }

    [Fact]
    public async Task A_package_of_something_else_is_refused()
    {
        await File.WriteAllBytesAsync(
            _folder["kill-switch-lambda-arm64.zip"], ReleaseFolder.Zip("bootstrap", "other"), TestContext.Current.CancellationToken);
        using var release = await ReadAsync(_folder.Folder);

        (await Should.ThrowAsync<BadInputException>(() => release.PackageAsync("arm64"))).Message.ShouldContain("cannot be trusted");
        (await release.PackageAsync("x86_64")).Content.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("SHA256SUMS", "", "lacks `SHA256SUMS`", true)]
    [InlineData("SHA256SUMS", "<html>", "`SHA256SUMS` of the release in", false)]
    [InlineData("guard.template.json", "", "lacks `guard.template.json`", true)]
    [InlineData("guard.template.json", "{}", "it is no template of CloudFormation in JSON: it has no `Resources`", false)]
    [InlineData("guard.template.json", "AWSTemplateFormatVersion: x", "it is no template of CloudFormation in JSON", false)]
    [InlineData("release.json", "{}", "it does not say which `version` it is", false)]
    [InlineData("release.json", "[1]", "it does not say which `version` it is", false)]
    [InlineData("release.json", "", "it does not say which `version` it is", false)]
    public async Task What_is_missing_or_of_another_form_is_said(string file, string text, string says, bool isGone)
    {
        if (isGone)
            File.Delete(_folder[file]);
        else
            _folder.Write(file, text);
        if (file != "SHA256SUMS")
            _folder.Sum();

        (await RefusedAsync()).ShouldContain(says);
    }

    [Theory]
    [InlineData("no zip at all")]
    [InlineData(null)]
    public async Task A_package_without_the_program_is_refused(string? text)
    {
        var bytes = text is null ? ReleaseFolder.Zip("other", "x") : System.Text.Encoding.UTF8.GetBytes(text);
        await File.WriteAllBytesAsync(_folder["kill-switch-lambda-x86_64.zip"], bytes, TestContext.Current.CancellationToken);
        _folder.Sum();
        using var release = await ReadAsync(_folder.Folder);

        (await Should.ThrowAsync<BadInputException>(() => release.PackageAsync("x86_64"))).Message
            .ShouldContain("it has no `bootstrap`, which Lambda starts");
    }

    [Theory]
    [InlineData("http://example.com/release", "anybody on the way can change what comes by http; allowed: a folder, or https://…")]
    [InlineData("/no/such/folder", "`/no/such/folder` is no folder; allowed for `--from`: a folder with a release's files, or https://…")]
    [InlineData("ftp://example.com/", "is no folder")]
    [InlineData(null, "no release came with this program; `--from DIR` takes one from a folder")]
    public void Where_no_release_can_be_is_said(string? from, string says) =>
        Should.Throw<BadInputException>(() => ReleaseFiles.Open(from, TestContext.Current.CancellationToken)).Message.ShouldContain(says);

    private static Task<Release> ReadAsync(string from) =>
        Release.ReadAsync(ReleaseFiles.Open(from, TestContext.Current.CancellationToken));

    private async Task<string> RefusedAsync() => (await Should.ThrowAsync<BadInputException>(() => ReadAsync(_folder.Folder))).Message;

    private string Serve(HttpListener server)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        server.Prefixes.Add(url + "/");
        server.Start();
        _ = Task.Run(async () =>
        {
            while (server.IsListening)
            {
                var context = await server.GetContextAsync();
                var (folder, file) = (context.Request.Url!.Segments[1], _folder[context.Request.Url.Segments[^1]]);
                context.Response.StatusCode = folder == "v0.9.12/" && File.Exists(file) ? 200 : 404;
                if (context.Response.StatusCode == 200)
                    await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
                context.Response.Close();
            }
        });
        return url;
    }
}
