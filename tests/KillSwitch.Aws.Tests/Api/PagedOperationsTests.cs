using System.Reflection;
using KillSwitch.Aws.Tests.Api.Models;

namespace KillSwitch.Aws.Tests.Api;

public class PagedOperationsTests
{
    private const string Next = "to-page-2";

    public static TheoryData<string, string, string, string> Paged => [.. ServiceModels.Read("pages.tsv")
        .Where(line => ServiceModels.Operations.ContainsKey((line[0], line[1])))
        .Select(line => (line[0], line[1], line[2], line[3]))];

    [Theory]
    [MemberData(nameof(Paged))]
    public async Task The_next_page_is_read_and_asked_for(string service, string name, string asked, string given)
    {
        var operation = ServiceModels.Operations[(service, name)];
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(200, ServiceModels.IsQuery(operation)
            ? $"<{name}Response><{name}Result><{given}>{Next}</{given}>{Group}</{name}Result></{name}Response>"
            : $"{{\"{given}\":\"{Next}\"}}"));
        var request = ServiceModels.Request(operation);
        Member(request, asked).SetValue(request, Next);
        using var client = ServiceModels.Client(operation, endpoint);

        var answer = await ServiceModels.SendAsync(client, operation, request);

        Member(answer, given).GetValue(answer).ShouldBe(Next);
        var sent = endpoint.Requests.ShouldHaveSingleItem();
        $"{sent.Path} {sent.Body}".ShouldMatch($"{asked}\"?[=:]\"?{Next}");
    }

    [Fact]
    public void Lists_are_read_through_Pages_alone() => PagedCalls.Bare(typeof(Pages).Assembly).ShouldBeEmpty();

    [Fact]
    public void A_list_that_is_read_by_its_first_page_is_found() => PagedCalls.Bare(typeof(PagedOperationsTests).Assembly)
        .ShouldContain($"{nameof(BudgetsClientTests)}.{nameof(BudgetsClientTests.Notifications_of_a_budget_are_listed_and_asked_for_whom_they_tell)} calls DescribeNotificationsForBudgetAsync");

    // The one answer that is a list and more.
    private const string Group =
        "<Group><Path>/</Path><GroupName>g</GroupName><GroupId>G</GroupId><Arn>arn:aws:iam::1:group/g</Arn></Group>";

    private static PropertyInfo Member(object holder, string name) =>
        holder.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
            .ShouldNotBeNull($"{holder.GetType().Name} has no {name}");
}
