using Amazon.IdentityManagement.Model;
using Amazon.Runtime;

namespace KillSwitch.Aws.Tests;

public class PagesTests
{
    private readonly List<string?> _asked = [];

    [Fact]
    public async Task Pages_are_followed_to_the_last_across_one_that_is_empty()
    {
        var found = await Users(Page("2", "ada"), Page("3"), Page("", "ben")).ToListAsync(TestContext.Current.CancellationToken);

        found.ShouldBe(["ada", "ben"]);
        _asked.ShouldBe([null, "2", "3"]);
    }

    [Fact]
    public async Task No_page_is_asked_for_after_the_one_that_was_looked_for()
    {
        (await Users(Page("2", "ada"), Page("3", "ben"), Page(null, "eve"))
            .AnyAsync(user => user == "ben", TestContext.Current.CancellationToken)).ShouldBeTrue();
        _asked.ShouldBe([null, "2"]);
        _asked.Clear();

        (await Users(Page("2", "ada"), Page("3", "ben"), Page(null, "eve")).Take(2).ToListAsync(TestContext.Current.CancellationToken))
            .ShouldBe(["ada", "ben"]);
        _asked.ShouldBe([null, "2"]);
    }

    [Theory]
    [InlineData("2", "2")]
    [InlineData("2", "3", "2")]
    public async Task A_list_without_an_end_is_an_error_and_no_endless_wait(params string[] tokens)
    {
        var error = await Should.ThrowAsync<AmazonClientException>(
            async () => await Users([.. tokens.Select(token => Page(token, "ada"))]).ToListAsync(TestContext.Current.CancellationToken));

        error.Message.ShouldBe("the list that AWS gives as `GetGroupResponse` has no end: the same page was named twice");
        AwsFailure.Is(error).ShouldBeTrue();
        _asked.Count.ShouldBe(tokens.Length);
    }

    [Fact]
    public void A_marker_counts_where_the_list_was_cut_and_must_be_there()
    {
        Pages.Marker(true, "2").ShouldBe("2");
        Pages.Marker(false, "2").ShouldBeNull();
        Pages.Marker(null, "").ShouldBeNull();
        Should.Throw<AmazonClientException>(() => Pages.Marker(true, null));
        Should.Throw<AmazonClientException>(() => Pages.Marker(true, ""));
    }

    private IAsyncEnumerable<string> Users(params GetGroupResponse[] pages) => Pages.Each(
        token =>
        {
            _asked.Add(token);
            return Task.FromResult(pages[_asked.Count - 1]);
        },
        page => page.Marker,
        page => page.Users?.Select(user => user.UserName));

    private static GetGroupResponse Page(string? next, params string[] users) =>
        new() { Marker = next, Users = users.Length == 0 ? null : [.. users.Select(user => new User { UserName = user })] };
}
