# Run once by `rails runner` in an empty database: what Redmine's API cannot make, and who uses it.
Setting.rest_api_enabled = '1'
Setting.login_required = '1' # as shipped (0), a wrong key reads as nobody: 200 and an empty list
Setting.default_language = 'en'
Setting.default_projects_public = '0'
Redmine::DefaultData::Loader.load('en') if Redmine::DefaultData::Loader.no_data?

# Returns the new user's API key.
def user(login, first, last, admin)
  person = User.new(firstname: first, lastname: last, mail: "#{login}@example.invalid", language: 'en', mail_notification: 'none', admin: admin)
  person.login = login
  person.password = person.password_confirmation = SecureRandom.hex(16)
  person.save!
  person.api_key
end

def field(kind, name, format, more = {})
  kind.create!({ name: name, field_format: format, is_filter: true, editable: true, visible: true }.merge(more)).id
end

# no filter: Redmine then ignores the condition and answers every issue, which a hub has to survive
everywhere = { is_filter: false, is_for_all: true, tracker_ids: Tracker.pluck(:id) }
values = {
  HUB_KEY: user('hub', 'Integration', 'Hub', true),
  ADMIN_KEY: User.find_by_login('admin').api_key,
  ADA_KEY: user('ada', 'Ada', 'Lovelace', false),
  ADA: User.find_by_login('ada').id,
  DEVELOPER: Role.find_by_name('Developer').id,
  ACTIVITY: TimeEntryActivity.shared.active.first.id,
  CF_PROJECT_EXTERNAL: field(ProjectCustomField, 'External ID', 'string', searchable: true),
  CF_PROJECT_CORRELATION: field(ProjectCustomField, 'Correlation ID', 'string', searchable: true),
  CF_PROJECT_INVOICE: field(ProjectCustomField, 'Latest invoice', 'string'),
  CF_PROJECT_PAYMENT: field(ProjectCustomField, 'Latest payment', 'string'),
  CF_TIME_BILLABLE: field(TimeEntryCustomField, 'Billable', 'bool', default_value: '1'),
  CF_VERSION_EXTERNAL: field(VersionCustomField, 'External ID', 'string'),
  CF_VERSION_AMOUNT: field(VersionCustomField, 'Milestone amount', 'float'),
  CF_ISSUE_EXTERNAL: field(IssueCustomField, 'External ID', 'string', everywhere)
}
File.write(ENV['SEED_OUT'], values.map { |name, value| "REDMINE_#{name}=#{value}\n" }.join)
