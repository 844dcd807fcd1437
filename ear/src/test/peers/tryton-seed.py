#!/usr/bin/python3
"""One consulting company that can sell, invoice and be paid, in an empty Tryton 6.0 database. Run with the server stopped.

tryton-seed.py DATABASE-URI FILE: writes the ids that a hub has to know to FILE."""
import datetime
import os
import sys
from decimal import Decimal

from proteus import Model, Wizard, config

context = config.set_trytond(sys.argv[1], user='admin', config_file=os.environ['TRYTOND_CONFIG'])


def first(model, *domain):
    return Model.get(model).find(list(domain), limit=1)[0]


def new(model, **values):
    record = Model.get(model)(**values)
    record.save()
    return record


# money and places
Currency = Model.get('currency.currency')
euro = Currency(code='EUR', name='Euro', symbol='€', digits=2, rounding=Decimal('0.01'))
euro.rates.new(date=datetime.date(2020, 1, 1), rate=Decimal('1'))
euro.save()
germany = new('country.country', code='DE', name='Germany')

# the company
wizard = Wizard('company.company.config')
wizard.execute('company')
wizard.form.party = new('party.party', name='Peer Consulting GmbH')
wizard.form.currency = euro
wizard.execute('add')
company = first('company.company')
User = Model.get('res.user')
context._context = User.get_preferences(True, context.context)

# its accounts
wizard = Wizard('account.create_chart')
wizard.execute('account')
wizard.form.account_template = first('account.account.template', ('parent', '=', None), ('name', '=', 'Minimal Account Chart'))
wizard.form.company = company
wizard.execute('create_account')
receivable = first('account.account', ('type.receivable', '=', True))
wizard.form.account_receivable = receivable
wizard.form.account_payable = first('account.account', ('type.payable', '=', True))
wizard.execute('create_properties')
revenue = first('account.account', ('type.revenue', '=', True))
cash = first('account.account', ('name', '=', 'Main Cash'))
tax_account = first('account.account', ('name', '=', 'Main Tax'))

# years with periods, and invoice numbers without gaps
for year in range(datetime.date.today().year - 1, datetime.date.today().year + 2):
    fiscal = Model.get('account.fiscalyear')(name=str(year), company=company)
    fiscal.start_date, fiscal.end_date = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    moves = new('ir.sequence', name='Move %d' % year, company=company, sequence_type=first('ir.sequence.type', ('name', '=', 'Account Move')))
    fiscal.post_move_sequence = moves
    numbers, = fiscal.invoice_sequences
    for kind, prefix in (('out_invoice', 'INV'), ('out_credit_note', 'CRN'), ('in_invoice', 'BILL'), ('in_credit_note', 'SCN')):
        strict = new('ir.sequence.strict', name='%s %d' % (prefix, year), company=company, prefix='%s-%d-' % (prefix, year), padding=5,
                     sequence_type=first('ir.sequence.type', ('name', '=', 'Invoice')))
        setattr(numbers, kind + '_sequence', strict)
    fiscal.save()
    fiscal.click('create_period')

# what it sells
vat = new('account.tax', name='VAT 19%', description='VAT 19%', type='percentage', rate=Decimal('.19'), company=company,
          invoice_account=tax_account, credit_note_account=tax_account)
services = Model.get('product.category')(name='Services', accounting=True)
services.account_expense, services.account_revenue = first('account.account', ('type.expense', '=', True)), revenue
services.customer_taxes.append(Model.get('account.tax')(vat.id))
services.save()
hour, unit = first('product.uom', ('name', '=', 'Hour')), first('product.uom', ('name', '=', 'Unit'))


def product(code, name, uom, price):
    template = Model.get('product.template')(name=name, type='service', default_uom=uom, list_price=Decimal(price), account_category=services)
    template.salable, template.sale_uom = True, uom
    template.products[0].code = code
    template.save()
    return template.products[0]


by_hour, milestone = product('CONS-HOUR', 'Consultant', hour, '150'), product('CONS-MILESTONE', 'Milestone', unit, '1000')

# how it is paid
term = Model.get('account.invoice.payment_term')(name='Net 30')
line = term.lines.new(type='remainder')
line.relativedeltas.new().days = 30
term.save()
bank = new('account.invoice.payment.method', name='Bank transfer', company=company, journal=first('account.journal', ('type', '=', 'cash')),
           credit_account=cash, debit_account=cash)

# its people, and two users for the hub
ada = new('company.employee', party=new('party.party', name='Ada Lovelace', code='EMP-ADA'), company=company)


def user(login, name, password, groups):
    record = User(login=login, name=name)
    record.password = password
    for group in groups:
        record.groups.append(Model.get('res.group')(group.id))
    record.companies.append(Model.get('company.company')(company.id))
    record.company = company
    record.employees.append(Model.get('company.employee')(ada.id))
    record.employee = Model.get('company.employee')(ada.id)
    record.save()


groups = Model.get('res.group').find([])
user('hub', 'Integration Hub', os.environ['TRYTON_HUB_PASSWORD'], groups)
user('crm', 'Sales', os.environ['TRYTON_CRM_PASSWORD'], [g for g in groups if g.name.startswith('Sale') or g.name == 'Party Administration'])

known = dict(COMPANY=company, EMPLOYEE=ada, EUR=euro, GERMANY=germany, RECEIVABLE=receivable, REVENUE=revenue, TAX=vat, TERM=term, BY_HOUR=by_hour,
             MILESTONE=milestone, HOUR=hour, UNIT=unit, BANK=bank, JOURNAL=first('account.journal', ('type', '=', 'revenue')))
with open(sys.argv[2], 'w', encoding='utf-8') as out:
    for name, record in known.items():
        out.write('TRYTON_%s=%d\n' % (name, record.id))
